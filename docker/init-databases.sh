#!/bin/sh
# Runs once, when the data folder of the Postgres container is new: who may do what.
#   publisher        loads schemas into the database "analytics"
#   metabase_reader  reads the schema "reporting" there, and can do nothing else
#   metabase_app     owns the database "metabase_app", where Metabase keeps its own things
set -eu

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set publisher_password="$PUBLISHER_PASSWORD" \
  --set reader_password="$METABASE_READER_PASSWORD" \
  --set app_password="$METABASE_APP_PASSWORD" <<'SQL'
CREATE ROLE publisher LOGIN PASSWORD :'publisher_password';
CREATE ROLE metabase_reader LOGIN PASSWORD :'reader_password';
CREATE ROLE metabase_app LOGIN PASSWORD :'app_password';

CREATE DATABASE metabase_app OWNER metabase_app;
REVOKE ALL ON DATABASE metabase_app FROM PUBLIC;

-- Publishing loads a new schema beside the live one, hence CREATE.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CONNECT, CREATE ON DATABASE :"DBNAME" TO publisher;
GRANT CONNECT ON DATABASE :"DBNAME" TO metabase_reader;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- Every publish hands these rights on to the schema that takes the place of this one.
CREATE SCHEMA reporting AUTHORIZATION publisher;
GRANT USAGE ON SCHEMA reporting TO metabase_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE publisher IN SCHEMA reporting GRANT SELECT ON TABLES TO metabase_reader;

ALTER ROLE metabase_reader SET default_transaction_read_only = on;
ALTER ROLE metabase_reader SET statement_timeout = '60s';
ALTER ROLE metabase_reader SET search_path = reporting;
SQL
