// What https://maps.googleapis.com/maps/api/js answers: a classic script that fetches its parts, fills `google.maps` and calls
// the callback that the address names. https://developers.google.com/maps/documentation/javascript/load-maps-js-api
(() => {
  const address = new URL(document.currentScript.src);
  const callback = (address.searchParams.get('callback') ?? '').split('.');
  import('https://maps.googleapis.com/maps/api/js/namespace.js').then(({ fillNamespace }) => {
    fillNamespace(window.google.maps, address.searchParams);
    callback.reduce((object, name) => object?.[name], window)?.();
  });
})();
