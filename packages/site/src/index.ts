/** The documentation site: artifacts → static pages. */
export {};
