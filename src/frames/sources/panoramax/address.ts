/** Root of the federation's API, which knows the pictures of all public instances. https://api.panoramax.xyz/redoc */
export const PANORAMAX_API = 'https://api.panoramax.xyz/api';
