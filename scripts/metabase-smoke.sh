#!/bin/sh
# The whole way against a real Metabase: containers, build, publish, apply, apply again (which must write nothing),
# verify, prune. Needs Docker with Compose, and npm start before it; takes some minutes; removes its containers and volumes at the end.
#   sh scripts/metabase-smoke.sh
#   METABASE_TAG=v0.58.39 sh scripts/metabase-smoke.sh
set -eu

root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
work=$(mktemp -d)
tsmodel() { node packages/cli/bin/tsmodel.js "$@" --project-dir project --target-path "$work/target" --log-path "$work/logs"; }
compose() { docker compose --project-name tsmodel-smoke --env-file "$work/.env" "$@"; }
finish() {
  status=$?
  trap - EXIT
  [ "$status" -eq 0 ] || compose logs --tail 60 metabase || true
  compose down --volumes --timeout 5 || true
  rm -rf "$work"
  [ "$status" -eq 0 ] && echo "smoke: everything held" || echo "smoke: failed" >&2
  exit "$status"
}
step() { printf '\n── %s\n' "$1"; }

node scripts/make-env.mjs "$work/.env"
# Ports of its own, beside a Metabase that is in use.
sed -i.bak -e "s/^POSTGRES_PORT=.*/POSTGRES_PORT=${SMOKE_POSTGRES_PORT:-55432}/" \
  -e "s/^METABASE_PORT=.*/METABASE_PORT=${SMOKE_METABASE_PORT:-53000}/" "$work/.env"
[ -z "${METABASE_TAG:-}" ] || echo "METABASE_TAG=$METABASE_TAG" >>"$work/.env"
set -a
. "$work/.env"
set +a
trap finish EXIT
trap 'exit 130' INT TERM

step "containers (Metabase ${METABASE_TAG:-as in docker-compose.yml})"
compose up --detach --wait

step "build and publish"
export REPORTING_DUCKDB="$work/pipeline.duckdb"
export PGHOST=127.0.0.1 PGPORT="$POSTGRES_PORT" PGUSER=publisher PGPASSWORD="$PUBLISHER_PASSWORD" PGDATABASE=analytics
[ -f data/raw/events.csv ] || node project/generator/dist/generate.js --scale 1 --seed 22 --out data/raw --format csv
tsmodel build
tsmodel publish --select "mart_*" int_tasks_enriched int_user_week_activity

step "metabase plan, apply"
tsmodel metabase plan
tsmodel metabase apply

step "metabase apply again: nothing to write"
tsmodel metabase apply | tee "$work/second"
grep -q 'everything is as described' "$work/second"
grep -q ' 0 to write' "$work/second"

step "metabase verify"
tsmodel metabase verify

step "metabase prune: nothing left over"
tsmodel metabase prune | tee "$work/prune"
grep -q 'nothing of tsmodel' "$work/prune"

step "a publish under a running Metabase changes nothing for it"
tsmodel publish --select "mart_*" int_tasks_enriched int_user_week_activity
tsmodel metabase verify
