/** `{% docs %}` blocks of Markdown files → `manifest.docs`. */
import { extractBlocks } from "@tsmodel/jinja";
import type { InternalPackage } from "../../adapter/adapter.ts";
import { toTsmodelError } from "../../context/to-tsmodel-error.ts";
import type { DocBlock } from "../../manifest/node.ts";
import type { ParseState, ProjectSource } from "../parse-state.ts";
import { duplicateError } from "./register-node.ts";
import { isTemplate } from "../../template/template-text.ts";

interface DocFile {
  readonly packageName: string;
  /** Relative to the docs folder. */
  readonly path: string;
  readonly originalPath: string;
  readonly text: string;
}

export function parseDocs(state: ParseState, { config, files }: ProjectSource): void {
  for (const { relativePath, originalPath, text } of files.docs) {
    parseDocFile(state, { packageName: config.name, path: relativePath, originalPath, text });
  }
}

/** Docs blocks that dbt itself brings (the overview page). */
export function parseInternalDocs(state: ParseState, { name, files }: InternalPackage): void {
  for (const [path, text] of files()) {
    if (path.endsWith(".md"))
      parseDocFile(state, {
        packageName: name,
        path: path.replace(/^[^/]+\//, ""),
        originalPath: path,
        text,
      });
  }
}

function parseDocFile(state: ParseState, file: DocFile): void {
  if (!isTemplate(file.text)) return;
  state.problems.attempt(() => {
    for (const block of blocksOf(state, file)) {
      const doc: DocBlock = {
        name: block.name,
        resource_type: "doc",
        package_name: file.packageName,
        path: file.path,
        original_file_path: file.originalPath,
        unique_id: `doc.${file.packageName}.${block.name}`,
        block_contents: block.contents,
      };
      state.problems.attempt(() => addDoc(state, doc));
    }
  });
}

/** What stands in a block is a template of its own, with nothing to see. */
function blocksOf(state: ParseState, file: DocFile): { name: string; contents: string }[] {
  try {
    return extractBlocks(file.text, { file: file.originalPath, tags: ["docs"] }).map((block) => ({
      name: block.name,
      contents: isTemplate(block.contents) ? renderBlock(state, file, block) : block.contents.trim(),
    }));
  } catch (error) {
    throw toTsmodelError(error, { shared: state.shared });
  }
}

function renderBlock(
  state: ParseState,
  file: DocFile,
  block: { name: string; contents: string; contentsStart: number },
): string {
  const origin = { file: file.originalPath, text: file.text, offset: block.contentsStart };
  return state.environment
    .compile(block.contents, { name: block.name, origin })
    .render({ get: () => undefined })
    .trim();
}

function addDoc(state: ParseState, doc: DocBlock): void {
  const known = state.manifest.docs.get(doc.unique_id);
  if (known !== undefined) {
    throw duplicateError(known, doc);
  }
  state.manifest.docs.set(doc.unique_id, doc);
  state.manifest.index.addDoc(doc);
}
