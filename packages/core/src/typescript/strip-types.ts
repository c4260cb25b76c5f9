/**
 * TypeScript → JavaScript with every remaining character at its old place: types become spaces, as Node's own type
 * stripping does it, so that an error's line and column are the user's. What is no mere type (enums, namespaces,
 * parameter properties) is refused. Imports that are only used as types go too, as TypeScript has it.
 */
import { childrenOf, nodeAt, nodesAt, ScriptSyntaxError, type SyntaxNode } from "./syntax.ts";

/** @throws ScriptSyntaxError for TypeScript that needs code of its own */
export function stripTypes(text: string, program: SyntaxNode): string {
  return new TypeStripper(text).strip(program);
}

const NEEDS_CODE: { readonly [type: string]: string } = {
  TSEnumDeclaration: "an enum is code, not a type: write a constant object",
  TSModuleDeclaration: "a namespace is code, not a type: write a module",
  TSParameterProperty: "a parameter property is code, not a type: write the field and its assignment",
  TSImportEqualsDeclaration: "import … = is no JavaScript: write an import from",
  TSExportAssignment: "export = is no JavaScript: write export default",
};

/** Statements that are nothing but types. */
const TYPE_STATEMENTS: ReadonlySet<string> = new Set([
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
  "TSDeclareFunction",
  "TSNamespaceExportDeclaration",
]);

const TYPE_PARTS: ReadonlySet<string> = new Set([
  "TSTypeAnnotation",
  "TSTypeParameterDeclaration",
  "TSTypeParameterInstantiation",
]);

const CLASS_MEMBERS: ReadonlySet<string> = new Set([
  "ClassProperty",
  "ClassPrivateProperty",
  "ClassAccessorProperty",
  "ClassMethod",
  "ClassPrivateMethod",
]);

const MODIFIERS = /\b(?:public|private|protected|readonly|override|abstract|declare)\b/g;

class TypeStripper {
  private readonly text: string;
  private readonly output: string[];
  /** Names that are used as values. */
  private readonly values: Set<string> = new Set();

  constructor(text: string) {
    this.text = text;
    this.output = text.split("");
  }

  strip(program: SyntaxNode): string {
    this.collectNames(program);
    this.visit(program);
    return this.output.join("");
  }

  private collectNames(node: SyntaxNode): void {
    if (TYPE_PARTS.has(node.type) || TYPE_STATEMENTS.has(node.type)) return;
    if (node.type === "ImportDeclaration" || node.exportKind === "type") return;
    if (node.type.startsWith("Export") && nodeAt(node, "source") !== undefined) return;
    if (node.type === "Identifier" || node.type === "JSXIdentifier") this.values.add(node.name as string);
    for (const child of childrenOf(node)) if (!isMereName(node, child) && !isType(node, child)) this.collectNames(child);
  }

  private visit(node: SyntaxNode): void {
    const refused = NEEDS_CODE[node.type];
    if (refused !== undefined && node.declare !== true) throw new ScriptSyntaxError(refused, node.start);
    if (TYPE_STATEMENTS.has(node.type) || node.declare === true) return this.removeStatement(node);
    if (TYPE_PARTS.has(node.type)) return this.blank(node.start, node.end);
    if (this.visitStatement(node) || this.visitExpression(node)) return;
    if (/^Class(?:Declaration|Expression)$/.test(node.type)) this.visitClass(node);
    if (CLASS_MEMBERS.has(node.type)) this.visitMember(node);
    if (node.type === "Identifier") this.visitIdentifier(node);
    if (node.type === "VariableDeclarator" && node.definite === true) this.blankMark(nodeAt(node, "id")!, "!");
    if (Array.isArray(node.params)) this.visitFunction(node);
    this.visitChildren(node);
  }

  private visitChildren(node: SyntaxNode): void {
    for (const child of childrenOf(node)) this.visit(child);
  }

  /** Imports, exports and members that go as a whole; true when nothing of the node is left to look at. */
  private visitStatement(node: SyntaxNode): boolean {
    switch (node.type) {
      case "ImportDeclaration":
        this.visitImport(node);
        return true;
      case "ExportAllDeclaration":
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
        return this.visitExport(node);
      case "TSDeclareMethod":
      case "TSIndexSignature":
      case "TSAbstractMethodDefinition":
      case "TSAbstractPropertyDefinition":
        this.removeStatement(node);
        return true;
      default:
        if (!CLASS_MEMBERS.has(node.type) || node.abstract !== true) return false;
        this.removeStatement(node);
        return true;
    }
  }

  private visitExport(node: SyntaxNode): boolean {
    const declaration = nodeAt(node, "declaration");
    const declares = declaration !== undefined && (TYPE_STATEMENTS.has(declaration.type) || declaration.declare === true);
    if (node.exportKind === "type" || declares) this.removeStatement(node);
    else if (node.source === null || node.source === undefined) {
      const specifiers = nodesAt(node, "specifiers");
      for (const specifier of specifiers) {
        const local = nodeAt(specifier, "local")?.name as string | undefined;
        if (specifier.exportKind === "type" || (local !== undefined && this.isNoValue(local))) this.removeListed(specifier);
      }
      return declaration === undefined;
    } else {
      for (const specifier of nodesAt(node, "specifiers")) if (specifier.exportKind === "type") this.removeListed(specifier);
    }
    return node.exportKind === "type" || declares || declaration === undefined;
  }

  private visitImport(node: SyntaxNode): void {
    const specifiers = nodesAt(node, "specifiers");
    if (node.importKind === "type") return this.removeStatement(node);
    const gone = specifiers.filter((one) => one.importKind === "type" || this.isNoValue(nodeAt(one, "local")!.name as string));
    if (gone.length > 0 && gone.length === specifiers.length) return this.removeStatement(node);
    for (const specifier of gone) this.removeListed(specifier);
  }

  private isNoValue(name: string): boolean {
    return !this.values.has(name);
  }

  /** True when the node is an expression with types around it; what it holds has been visited then. */
  private visitExpression(node: SyntaxNode): boolean {
    const expression = nodeAt(node, "expression");
    if (expression === undefined) return false;
    switch (node.type) {
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        this.blank(this.wordAfter(expression.end, node.type === "TSAsExpression" ? "as" : "satisfies"), node.end);
        break;
      case "TSNonNullExpression":
        this.blank(node.end - 1, node.end);
        break;
      case "TSTypeAssertion":
        this.blank(node.start, this.text.indexOf(">", nodeAt(node, "typeAnnotation")!.end) + 1);
        break;
      case "TSInstantiationExpression":
        for (const part of ["typeArguments", "typeParameters"]) for (const types of nodesAt(node, part)) this.blank(types.start, types.end);
        break;
      default:
        return false;
    }
    this.visit(expression);
    return true;
  }

  private visitClass(node: SyntaxNode): void {
    const body = nodeAt(node, "body")!;
    if (node.abstract === true) this.blankWords(node.start, body.start, /\babstract\b(?=\s+class\b)/g);
    const implemented = nodesAt(node, "implements");
    if (implemented.length === 0) return;
    const before = [...nodesAt(node, "id"), ...nodesAt(node, "superClass"), ...nodesAt(node, "superTypeArguments"), ...nodesAt(node, "superTypeParameters"), ...nodesAt(node, "typeParameters")];
    const from = Math.max(node.start, ...before.map(({ end }) => end));
    this.blank(this.wordAfter(from, "implements"), implemented.at(-1)!.end);
  }

  private visitMember(node: SyntaxNode): void {
    const key = nodeAt(node, "key")!;
    const decorated = nodesAt(node, "decorators");
    const from = Math.max(node.start, ...decorated.map(({ end }) => end));
    this.blankWords(from, key.start, MODIFIERS);
    // An accessor or a name in brackets would go on the line before, which ended at the modifier.
    if (decorated.length === 0 && this.text[from] !== " " && this.output[from] === " ") this.output[from] = ";";
    if (node.optional === true) this.blankMark(key, "?");
    if (node.definite === true) this.blankMark(key, "!");
  }

  private visitIdentifier(node: SyntaxNode): void {
    if (node.optional === true) this.blankMark({ ...node, end: node.start + (node.name as string).length }, "?");
  }

  private visitFunction(node: SyntaxNode): void {
    const [first] = nodesAt(node, "params");
    if (first?.type === "Identifier" && first.name === "this") this.removeListed(first);
    if (node.type === "ArrowFunctionExpression") this.joinArrow(node);
  }

  /** No line may end between the parameters of an arrow function and its arrow, or after its `async`. */
  private joinArrow(node: SyntaxNode): void {
    const returns = nodeAt(node, "returnType");
    if (returns !== undefined && this.breaksLine(returns)) {
      this.visit(returns);
      this.output[this.text.lastIndexOf(")", returns.start)] = " ";
      this.output[returns.end - 1] = ")";
      (node as { returnType?: unknown }).returnType = null;
    }
    const parameters = nodeAt(node, "typeParameters");
    if (parameters === undefined || node.async !== true || !this.breaksLine(parameters)) return;
    this.visit(parameters);
    this.output[this.text.indexOf("(", parameters.end)] = " ";
    this.output[parameters.start] = "(";
    (node as { typeParameters?: unknown }).typeParameters = null;
  }

  private breaksLine({ start, end }: SyntaxNode): boolean {
    return this.text.slice(start, end).includes("\n");
  }

  private blank(from: number, to: number): void {
    for (let at = from; at < to; at++) if (!/[\n\r\u2028\u2029]/.test(this.output[at]!)) this.output[at] = " ";
  }

  /** With a semicolon in its place: the statement before may have ended by what was there. */
  private removeStatement(node: SyntaxNode): void {
    this.blank(node.start, node.end);
    this.output[node.start] = ";";
  }

  /** An item of a list, with the comma after it. */
  private removeListed(node: SyntaxNode): void {
    const after = /^(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*\n)*,/.exec(this.text.slice(node.end));
    this.blank(node.start, node.end + (after?.[0].length ?? 0));
  }

  private blankWords(from: number, to: number, words: RegExp): void {
    for (const { index, 0: word } of this.text.slice(from, to).matchAll(words)) this.blank(from + index, from + index + word.length);
  }

  /** The `?` or `!` behind a name. */
  private blankMark(name: SyntaxNode, mark: "?" | "!"): void {
    const end = name.type === "Identifier" ? name.start + (name.name as string).length : name.end;
    const at = this.text.indexOf(mark, end);
    if (at >= 0) this.blank(at, at + 1);
  }

  /** The offset of a keyword after an expression: comments and closing parentheses may stand between. */
  private wordAfter(from: number, word: string): number {
    const between = /(?:\s|\)|\/\*[^]*?\*\/|\/\/[^\n]*\n)*/y;
    between.lastIndex = from;
    const at = from + (between.exec(this.text)?.[0].length ?? 0);
    return this.text.startsWith(word, at) ? at : this.text.indexOf(word, from);
  }
}

/** The name of a member, which says nothing of a variable. */
function isMereName(parent: SyntaxNode, child: SyntaxNode): boolean {
  if (parent.computed === true || child.type !== "Identifier") return false;
  if (parent.property === child) return true;
  return parent.key === child && parent.shorthand !== true;
}

/** What stands behind `as` and `implements`. */
function isType(parent: SyntaxNode, child: SyntaxNode): boolean {
  if (Array.isArray(parent.implements) && parent.implements.includes(child)) return true;
  return parent.typeAnnotation === child && /^TS(?:As|Satisfies)Expression$|^TSTypeAssertion$/.test(parent.type);
}
