// https://developers.google.com/maps/documentation/javascript/reference/event

const listeners = new WeakMap();

const listenersOf = (instance) => {
  if (!listeners.has(instance)) listeners.set(instance, []);
  return listeners.get(instance);
};

export const event = {
  addListener(instance, name, handler) {
    const entry = { name, handler };
    listenersOf(instance).push(entry);
    return {
      remove() {
        const all = listenersOf(instance);
        if (all.includes(entry)) all.splice(all.indexOf(entry), 1);
      },
    };
  },
  addListenerOnce(instance, name, handler) {
    const listener = event.addListener(instance, name, (...values) => {
      listener.remove();
      handler.apply(instance, values);
    });
    return listener;
  },
  removeListener(listener) {
    listener.remove();
  },
  clearInstanceListeners(instance) {
    listeners.delete(instance);
  },
  hasListeners(instance, name) {
    return listenersOf(instance).some((entry) => entry.name === name);
  },
  trigger(instance, name, ...values) {
    for (const entry of [...listenersOf(instance)]) if (entry.name === name) entry.handler.apply(instance, values);
  },
};

/** https://developers.google.com/maps/documentation/javascript/reference/event#MVCObject */
export class MVCObject {
  #values = new Map();

  addListener(name, handler) {
    return event.addListener(this, name, handler);
  }

  get(key) {
    return this.#values.get(key);
  }

  set(key, value) {
    this.#values.set(key, value);
    this.changed(key);
    event.trigger(this, `${key.toLowerCase()}_changed`);
  }

  setValues(values = {}) {
    for (const [key, value] of Object.entries(values)) this.set(key, value);
  }

  changed() {}
}
