/** Names of sources, in bodies and in addresses. */
export const SOURCE_NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
