/** Version of the field app, as operations name it; the same as that of package.json. */
export const APP_VERSION = '0.1.0';
