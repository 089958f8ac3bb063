import type { Page } from '@playwright/test';
import type { StoreName } from '../../src/platform/browser/schema.ts';

/** Names of what is kept in one store of the page's database. */
export async function storedKeys(page: Page, store: StoreName): Promise<string[]> {
  return page.evaluate(
    (name) =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('plein-air');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const asked = database.transaction(name).objectStore(name).getAllKeys();
          asked.onerror = () => reject(asked.error);
          asked.onsuccess = () => {
            database.close();
            resolve(asked.result.map(String));
          };
        };
      }),
    store,
  );
}

/** Of each question to a service whose answer is kept, how many tabs have used the answer. */
export async function usersOfAnswers(page: Page): Promise<number[]> {
  const answers = await page.evaluate(() =>
    new Promise<Blob[]>((resolve, reject) => {
      const opening = indexedDB.open('plein-air');
      opening.onerror = () => reject(opening.error);
      opening.onsuccess = () => {
        const database = opening.result;
        const below = IDBKeyRange.bound('asked/', 'asked0', false, true);
        const asked = database.transaction('frames').objectStore('frames').getAll(below);
        asked.onerror = () => reject(asked.error);
        asked.onsuccess = () => {
          database.close();
          resolve(asked.result);
        };
      };
    }).then((blobs) => Promise.all(blobs.map((blob) => blob.text()))),
  );
  return answers.map((text) => JSON.parse(text).sessions.length);
}
