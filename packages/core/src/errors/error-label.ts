/** dbt's labels: the word that opens the printed error ("Compilation Error in model x (path)"). */
export type ErrorLabel =
  | "Compilation" | "Parsing" | "Runtime" | "Database" | "Internal" | "Dependency" | "Usage" | "Validation" | "Env Var"
  | "Ambiguous Alias" | "Duplicate Resource Name" | "Selector Configuration" | "Project" | "Profile" | "Breaking change to contract" | "FailFast";
