/** Recorded cases in which we differ from Python on purpose or for want of means, by expression. */
const named = (reason: string, expressions: readonly string[]): (readonly [string, string])[] =>
  expressions.map((expression) => [expression, reason] as const);
const casablanca = (moment: string): string =>
  `modules.pytz.utc.localize(modules.datetime.datetime.fromisoformat('${moment}')).astimezone(modules.pytz.timezone('Africa/Casablanca'))`;
const relations = (expression: string): string[] =>
  ["api", "pg"].map((api) => expression.replaceAll("$", api));

export const knownDifferences: ReadonlyMap<string, string> = new Map([
  ...named(
    "Morocco's future rules are those of the time zone database that Node was built with",
    ["2036-12-01T00:00:00", "2050-07-01T00:00:00"]
      .map(casablanca)
      .flatMap((expression) => [expression, `${expression}.strftime('%c %Z%z')`]),
  ),
  ...named("a mappingproxy is a dict here", ["modules.re.compile('(?P<n>b)').groupindex"]),
  ...named("an OrderedDict is a dict here", ["table.rows[0].dict()"]),
  ...named("relation types are texts here; only repr() tells", [
    ...relations(
      "$.Relation.create(database='db', schema='sc', identifier='tbl').incorporate(type='view').type",
    ),
    ...relations("$.Relation.get_relation_type('view')"),
    ...relations("$.Relation.get_relation_type.Table"),
  ]),
  ...named(
    "dbt raises even for asking",
    relations("$.Relation.create(database='db', schema='sc', identifier='tbl') is iterable"),
  ),
  ...named("no Python module to name", [...relations("$.Relation"), ...relations("$.Column")]),
]);
