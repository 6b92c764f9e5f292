// What the reader's own device keeps, and nobody else is told: nothing, where the browser forbids it.
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Then it is not kept.
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // Then it was not kept.
  }
}
