const FULL = 'position: absolute; left: 0px; top: 0px; height: 100%; width: 100%; padding: 0px;';

const made = (name, style, ...children) => {
  const element = document.createElement(name);
  element.style.cssText = style;
  element.append(...children);
  return element;
};

/**
 * The elements that a map puts into its div, nested and stacked as Google's are as far as others rely on it: drawing libraries look for
 * `.gm-style > div` and for the div with `z-index: 3`, which takes all mouse events.
 */
export function createMapElements(div, options, onZoom) {
  const ground = made('canvas', FULL);
  const features = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  features.style.cssText = `${FULL} overflow: visible;`;
  const float = made('div', 'position: absolute; left: 0px; top: 0px; z-index: 106; pointer-events: none;');
  const surface = made('div', `z-index: 3; ${FULL} border-width: 0px; touch-action: none;`, float);
  const world = made('div', `${FULL} z-index: 0;`, made('div', `${FULL} z-index: 1;`, ground, features), surface);
  world.tabIndex = 0;
  world.setAttribute('role', 'region');
  world.setAttribute('aria-label', 'Map');
  const logo = made(
    'div',
    'position: absolute; left: 6px; bottom: 2px; font: 500 18px sans-serif; color: #5f6368;',
    'Google',
  );
  const terms = made(
    'div',
    'position: absolute; right: 4px; bottom: 2px; font: 10px sans-serif;',
    'Map data ©2026 · Terms',
  );
  const style = made('div', `${FULL} overflow: hidden; user-select: none;`, world, logo, terms);
  style.className = 'gm-style';
  if (options.zoomControl ?? !options.disableDefaultUI) style.append(zoomButtons(onZoom));
  div.style.position ||= 'relative';
  div.style.overflow = 'hidden';
  div.replaceChildren(style);
  return { ground, features, float, surface };
}

function zoomButtons(onZoom) {
  const buttons = [
    ['Zoom in', '+', 1],
    ['Zoom out', '−', -1],
  ].map(([label, sign, step]) => {
    const button = made('button', 'display: block; width: 40px; height: 40px; font: 20px sans-serif;', sign);
    button.type = 'button';
    button.setAttribute('aria-label', label);
    button.addEventListener('click', () => onZoom(step));
    return button;
  });
  return made('div', 'position: absolute; right: 10px; bottom: 24px; z-index: 1;', ...buttons);
}

/** What Google shows in place of a map. https://developers.google.com/maps/documentation/javascript/error-messages */
export function showRefusal(div) {
  const message = made(
    'div',
    'padding: 24px; font: 16px sans-serif;',
    'Oops! Something went wrong. This page didn’t load Google Maps correctly.',
  );
  const box = made('div', `${FULL} background: #e5e3df;`, message);
  box.className = 'gm-err-container';
  div.replaceChildren(box);
}
