/** The LSTM that is compared: about that of Read. */
export const inputs = 64;
export const units = 64;
