import { nameOf, type Rule } from './rule';

/** No two objects have one name: the one that is applied last would silently take the other's place. */
export const uniqueNames: Rule = (objects) => {
  const names = objects.map((object) => `${object.apiVersion.replace(/\/?[^/]*$/, '')} ${nameOf(object)}`);
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  return [...twice].map(
    (name) =>
      `${name.trim()} is rendered twice; give one of them another name (an IngressChart takes a 'name' of its own)`,
  );
};
