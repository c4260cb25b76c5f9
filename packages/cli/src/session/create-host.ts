/** The composition root: which databases there are, which macros, which template engine. */
import { createGlobalPackage, Environment, type Host } from "@tsmodel/core";
import { createTemplateEnvironment } from "@tsmodel/core";
