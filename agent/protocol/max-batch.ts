/** Most heartbeats in one batch. In a file of its own: an agent needs this number and no schema. */
export const maxBatch = 500;
