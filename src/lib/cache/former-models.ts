/** Name of the browser's cache where the service worker puts what an older version had kept of models. */
export const formerModels = 'aprendiz-former-models';
