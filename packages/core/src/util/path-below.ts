import { isAbsolute } from "node:path";

/** Where a path given from a folder is, for opening it: it is put together as it stands, which `resolve` takes long to do. */
export const pathBelow = (folder: string, path: string): string => (isAbsolute(path) ? path : `${folder}/${path}`);
