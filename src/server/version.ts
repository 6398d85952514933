/** As package.json says. */
export const PRODUCT_VERSION = '0.2.0';
