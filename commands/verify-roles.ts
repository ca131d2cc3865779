import { Document, isScalar, visit } from 'yaml';

/** Roles as YAML for `kubectl apply`, with lists of words on one line. */
export function formatRoles(roles: readonly object[]): string {
  return roles.map(text).join('---\n');
}

function text(role: object): string {
  const document = new Document(role);
  visit(document, {
    Seq: (_, list) => {
      if (list.items.every(isScalar)) list.flow = true;
    },
  });
  return document.toString({ flowCollectionPadding: false, singleQuote: true, lineWidth: 0 });
}
