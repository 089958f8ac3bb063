/** Bytes above which a file is not read to see what it is: the reader of routes says that it is too large. */
const MOST_LOOKED_AT = 20 * 1024 * 1024;
const GEOJSON_TYPE = /"type"\s*:\s*"(Feature|FeatureCollection|GeometryCollection|(Multi)?(LineString|Point|Polygon))"/;

/** Whether a file that is a route by its name may be one: much else ends in `.json`, what photo services put beside each picture for example. */
export async function holdsRoute(file: File): Promise<boolean> {
  if (!/\.json$/i.test(file.name) || file.size > MOST_LOOKED_AT) return true;
  return GEOJSON_TYPE.test(await file.text());
}
