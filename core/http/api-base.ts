/** Where every route lives. */
export const apiBase = "/api/v1";
