import type { FakeAnswer, SeenRequest } from './fake-server.ts';
import type { FakeRepository } from './github-state.ts';
import { at, textAt, textsAt } from './json-path.ts';

/** Refs, commits, trees, contents; undefined when the path is none of them. */
export const gitRoute = (repository: FakeRepository, path: string, request: SeenRequest): FakeAnswer | undefined => {
  const [, kind = '', rest = ''] =
    /^\/(git\/ref|git\/refs|git\/commits|git\/trees|contents|deployments)(?:\/(.+))?$/.exec(path) ?? [];
  switch (`${request.method} ${kind}`) {
    case 'GET git/ref':
      return readRef(repository, rest);
    case 'POST git/refs':
      return makeRef(repository, request.body);
    case 'PATCH git/refs':
      return moveRef(repository, rest, request.body);
    case 'GET git/commits':
      return readCommit(repository, rest);
    case 'POST git/commits':
      return makeCommit(repository, request.body);
    case 'POST git/trees':
      return makeTree(repository, request.body);
    case 'GET git/trees':
      return listTree(repository, rest);
    case 'GET contents':
      return readFile(repository, rest, request.query.get('ref') ?? 'main');
    case 'GET deployments':
      return listDeployments(repository, rest, request.query.get('environment'));
    default:
      return undefined;
  }
};

const refused = (status: number, message: string): FakeAnswer => ({ status, body: { message } });

const readRef = ({ branches }: FakeRepository, ref: string): FakeAnswer => {
  const sha = branches.get(ref.replace(/^heads\//, ''));
  return sha === undefined ? refused(404, 'Not Found') : { status: 200, body: { ref: `refs/${ref}`, object: { sha } } };
};

const makeRef = ({ branches, commits }: FakeRepository, body: unknown): FakeAnswer => {
  const name = textAt(body, 'ref').replace(/^refs\/heads\//, '');
  const sha = textAt(body, 'sha');
  if (!textAt(body, 'ref').startsWith('refs/heads/')) return refused(422, 'Reference name is malformed');
  if (!commits.has(sha)) return refused(422, 'Object does not exist');
  if (branches.has(name)) return refused(422, 'Reference already exists');
  branches.set(name, sha);
  return { status: 201, body: { ref: `refs/heads/${name}`, object: { sha } } };
};

const moveRef = (repository: FakeRepository, ref: string, body: unknown): FakeAnswer => {
  const name = ref.replace(/^heads\//, '');
  const [sha, head] = [textAt(body, 'sha'), repository.branches.get(name)];
  if (head === undefined) return refused(422, 'Reference does not exist');
  if (at(body, 'force') === true) return refused(403, 'this fake never lets anybody force');
  if (!repository.descends(sha, head)) return refused(422, 'Update is not a fast forward');
  repository.branches.set(name, sha);
  return { status: 200, body: { ref: `refs/heads/${name}`, object: { sha } } };
};

const readCommit = ({ commits }: FakeRepository, sha: string): FakeAnswer => {
  const commit = commits.get(sha);
  if (commit === undefined) return refused(404, 'Not Found');
  const { tree, authorEmail, message } = commit;
  return { status: 200, body: { sha, tree: { sha: tree }, message, author: { email: authorEmail } } };
};

const makeCommit = (repository: FakeRepository, body: unknown): FakeAnswer => {
  const [tree, parents] = [textAt(body, 'tree'), textsAt(body, 'parents')];
  const isKnown = repository.trees.has(tree) && parents.every((sha) => repository.commits.has(sha));
  if (!isKnown) return refused(422, 'Tree or parent does not exist');
  const [authorEmail, date] = [textAt(body, 'author', 'email'), textAt(body, 'committer', 'date')];
  const { sha } = repository.addCommit({ tree, parents, message: textAt(body, 'message'), authorEmail, date });
  return { status: 201, body: { sha } };
};

const makeTree = (repository: FakeRepository, body: unknown): FakeAnswer => {
  const base = repository.trees.get(textAt(body, 'base_tree'));
  if (base === undefined) return refused(404, 'Not Found');
  const files = new Map(base);
  const entries: unknown = at(body, 'tree');
  for (const entry of Array.isArray(entries) ? entries : []) files.set(textAt(entry, 'path'), textAt(entry, 'content'));
  return { status: 201, body: { sha: repository.addTree(files) } };
};

const listTree = (repository: FakeRepository, at: string): FakeAnswer => {
  const paths = [...repository.files(at).keys()].sort();
  if (paths.length === 0) return refused(404, 'Not Found');
  return { status: 200, body: { sha: at, truncated: false, tree: paths.map((path) => ({ path, type: 'blob' })) } };
};

const readFile = (repository: FakeRepository, path: string, at: string): FakeAnswer => {
  const content = repository.files(at).get(path);
  if (content === undefined) return refused(404, 'Not Found');
  return { status: 200, body: { type: 'file', encoding: 'base64', content: Buffer.from(content).toString('base64') } };
};

const listDeployments = ({ deployments }: FakeRepository, rest: string, environment: string | null): FakeAnswer => {
  const [, id] = /^(\d+)\/statuses$/.exec(rest) ?? [];
  if (id !== undefined) {
    const states = deployments.filter((deployment) => deployment.id === Number(id)).map(({ state }) => ({ state }));
    return { status: 200, body: states };
  }
  const found = deployments.filter((deployment) => environment === null || deployment.environment === environment);
  return { status: 200, body: found.map(({ id, sha, environment }) => ({ id, sha, environment })) };
};
