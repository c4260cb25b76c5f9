/** `require-dbt-version`: which versions a project accepts. The grammar is dbt's: [matcher]MAJOR.MINOR.PATCH[-pre][+build]. */
export type Matcher = "=" | ">" | ">=" | "<" | "<=";

export interface VersionSpec {
  readonly matcher: Matcher;
  readonly numbers: readonly [number, number, number];
  /** "rc1" of "1.0.0-rc1"; undefined for a release. */
  readonly prerelease: string | undefined;
  readonly text: string;
}

const pattern =
  /^(>=|>|<=|<|=)?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-?((?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*)(?:\.(?:0|[1-9]\d*|\d*[A-Za-z-][\dA-Za-z-]*))*))?(?:\+[\dA-Za-z-]*(?:\.[\dA-Za-z-]*)*)?$/;

/** undefined for what is no version. */
export function parseVersion(text: string): VersionSpec | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, matcher, major, minor, patch, prerelease] = match;
  return {
    matcher: (matcher ?? "=") as Matcher,
    numbers: [Number(major), Number(minor), Number(patch)],
    prerelease,
    text,
  };
}

/** Whether some version satisfies all the specs. */
export function canBeSatisfied(specs: readonly VersionSpec[]): boolean {
  const exact = specs.find((spec) => spec.matcher === "=");
  if (exact !== undefined) return isSatisfiedBy(exact, specs);
  const lower = specs.filter((spec) => spec.matcher.startsWith(">"));
  const upper = specs.filter((spec) => spec.matcher.startsWith("<"));
  return lower.every((low) => upper.every((high) => isBelow(low, high)));
}

function isBelow(low: VersionSpec, high: VersionSpec): boolean {
  const order = compareVersions(low, high);
  return order < 0 || (order === 0 && low.matcher === ">=" && high.matcher === "<=");
}

/** Whether a version satisfies every spec. */
export function isSatisfiedBy(version: VersionSpec, specs: readonly VersionSpec[]): boolean {
  return specs.every((spec) => {
    const order = compareVersions(version, spec);
    switch (spec.matcher) {
      case "=":
        return order === 0;
      case ">":
        return order > 0;
      case ">=":
        return order >= 0;
      // A prerelease of the bound itself lies below it by number, but is not meant.
      case "<":
        return order < 0 && !isPrereleaseOf(version, spec);
      case "<=":
        return order <= 0;
    }
  });
}

function isPrereleaseOf(version: VersionSpec, release: VersionSpec): boolean {
  return (
    version.prerelease !== undefined &&
    release.prerelease === undefined &&
    compareNumbers(version, release) === 0
  );
}

/** Negative, zero or positive; a prerelease comes before its release. */
export function compareVersions(a: VersionSpec, b: VersionSpec): number {
  const numbers = compareNumbers(a, b);
  if (numbers !== 0 || a.prerelease === b.prerelease) return numbers;
  if (a.prerelease === undefined) return 1;
  return b.prerelease === undefined ? -1 : comparePrereleases(a.prerelease, b.prerelease);
}

function compareNumbers(a: VersionSpec, b: VersionSpec): number {
  const index = a.numbers.findIndex((number, position) => number !== b.numbers[position]);
  return index === -1 ? 0 : a.numbers[index]! - b.numbers[index]!;
}

function comparePrereleases(a: string, b: string): number {
  const left = a.split(".");
  const right = b.split(".");
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const order = compareTags(left[index]!, right[index]!);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** Numbers by value and before words. */
function compareTags(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [/^\d+$/.test(a), /^\d+$/.test(b)];
  if (aIsNumber && bIsNumber) return Number(a) - Number(b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
