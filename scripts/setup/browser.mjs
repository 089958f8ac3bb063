import { accessSync, constants, existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { inModules, inRoot } from './paths.mjs';
import { run, runNode } from './run.mjs';

/** Where Chrome and Chromium lie when installed in the usual way. */
function usualPaths() {
  if (process.platform === 'darwin') {
    const apps = ['/Applications', path.join(homedir(), 'Applications')];
    return apps.flatMap((folder) => [
      path.join(folder, 'Google Chrome.app/Contents/MacOS/Google Chrome'),
      path.join(folder, 'Chromium.app/Contents/MacOS/Chromium'),
    ]);
  }
  if (process.platform === 'win32') {
    const folders = [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA];
    return folders
      .filter((folder) => folder !== undefined)
      .flatMap((folder) => [
        path.join(folder, 'Google/Chrome/Application/chrome.exe'),
        path.join(folder, 'Chromium/Application/chrome.exe'),
      ]);
  }
  const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
  const folders = ['/usr/bin', '/usr/local/bin', '/snap/bin'];
  return [...names.flatMap((name) => folders.map((folder) => path.join(folder, name))), '/opt/google/chrome/chrome'];
}

/** @param {string} file */
function canRun(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Where Playwright keeps, or would keep, its own Chromium; undefined where it is not installed or knows no build for us. */
function playwrightPath() {
  try {
    return createRequire(inRoot('package.json'))('@playwright/test').chromium.executablePath();
  } catch {
    return undefined;
  }
}

/**
 * An installed Chrome or Chromium: CHROME_PATH, then the usual places, then Playwright's download.
 * @returns {string | undefined} path of the program
 */
export function findBrowser() {
  const asked = process.env.CHROME_PATH;
  if (asked) {
    if (canRun(asked)) return asked;
    throw new Error(`CHROME_PATH is ${asked}, which is no program that can be run: correct or unset it.`);
  }
  return [...usualPaths(), playwrightPath()].find((file) => file !== undefined && canRun(file));
}

/**
 * Finds a browser or installs one: Playwright's Chromium, else Debian's where we are root.
 * @returns {Promise<string>} path of the program
 * @throws Error that says what to install
 */
export async function ensureBrowser() {
  const found = findBrowser();
  if (found) return found;
  console.error('No Chrome or Chromium found; fetching Playwright’s …');
  await runNode([inModules('@playwright', 'test', 'cli.js'), 'install', 'chromium']);
  const downloaded = findBrowser();
  if (downloaded) return downloaded;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.error('That failed; installing Debian’s chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update'], { env });
    await run('apt-get', ['install', '-y', '--no-install-recommends', 'chromium'], { env });
    const installed = findBrowser();
    if (installed) return installed;
  }
  throw new Error('No Chrome or Chromium: install one, or set CHROME_PATH to its program, and run this again.');
}

/**
 * The folder that holds a browser's own Vulkan loader and SwiftShader, which draw on the CPU where there is no GPU.
 * @param {string} browser path of the program, which may be a link or (Debian) a start script elsewhere
 * @returns {string | undefined}
 */
export function softwareVulkanFolder(browser) {
  const real = path.dirname(realpathSync(browser));
  return [real, '/usr/lib/chromium', '/usr/lib/chromium-browser', '/opt/google/chrome'].find((folder) => {
    if (!existsSync(folder)) return false;
    const files = new Set(readdirSync(folder));
    return files.has('libvulkan.so.1') && files.has('vk_swiftshader_icd.json');
  });
}
