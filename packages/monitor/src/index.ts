/** What the data did: checks of tables and measures against their own past, and what moved. */
export {};
