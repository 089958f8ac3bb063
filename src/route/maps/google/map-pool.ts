/** Maps that no view holds at the moment. Google bills each map that is made, and asks to use one again: only its div moves. */
const spare: google.maps.Map[] = [];

let made = 0;

const OPTIONS: google.maps.MapOptions = {
  center: { lat: 30, lng: 10 },
  zoom: 2,
  // Places of the map's own would take clicks from the route.
  clickableIcons: false,
  // No picture of a street stands beside a map.
  streetViewControl: false,
  fullscreenControl: false,
  rotateControl: false,
  cameraControl: false,
  zoomControl: true,
  mapTypeControl: true,
  scaleControl: true,
  gestureHandling: 'greedy',
  tilt: 0,
  heading: 0,
};

/**
 * A map that fills `element`, laid out: before, it would take its own size for nothing and fit what it shows into that. One map load at $7 for 1000 after 10 000 free ones a month; taking a map again is free.
 * https://developers.google.com/maps/documentation/javascript/usage-and-billing
 */
export async function takeMap(element: HTMLElement): Promise<google.maps.Map> {
  const map = spare.pop();
  if (map) element.replaceChildren(map.getDiv());
  const taken = map ?? createMap(element);
  await laidOut();
  return taken;
}

/** After the next picture of the screen, with which a map learns its size. */
function laidOut(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}

/** Takes the map off the page and keeps it for the next call; all that was put on it must be gone, listeners too. */
export function giveMapBack(map: google.maps.Map): void {
  map.getDiv().remove();
  spare.push(map);
}

function createMap(element: HTMLElement): google.maps.Map {
  const div = document.createElement('div');
  // Drawing needs a name on it.
  div.id = `google-map-${made++}`;
  div.style.cssText = 'width: 100%; height: 100%;';
  element.replaceChildren(div);
  const map = new google.maps.Map(div, OPTIONS);
  // Not used; but drawing that ends between two frames leaves its last shapes there.
  map.data.setMap(null);
  return map;
}
