/** Changes the values of one version in place to make them values of the next; answers what people should know of it. */
export type MigrationStep = (values: Map<string, unknown>) => { readonly key: string; readonly message: string }[];
