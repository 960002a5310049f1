import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { environmentSchema, secretVariables } from '../../platform/config.ts';
import { createMetrics } from '../../platform/metrics.ts';

const root = join(import.meta.dirname, '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Service {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly retries: number };
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly secrets?: readonly string[];
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, unknown>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const own = services.filter(([, { image }]) => image?.startsWith('autonomos:') === true);
const isOneShot = ({ restart }: Service): boolean => restart === 'no';
const exampleVariables = read('.env.example')
  .split('\n')
  .map((line) => /^([A-Z_]+)=/.exec(line)?.[1])
  .filter((name) => name !== undefined);

/** Secrets that an installation may do without, and a figure whose name looks like one. */
const optional = ['ENCRYPTION_KEYS_OLD', 'OPENAI_API_KEY', 'GEMINI_API_KEY', 'LLM_TOKENS_PER_DAY'];

describe('docker-compose.yml', () => {
  it('holds the whole platform', () => {
    expect(services.map(([name]) => name).sort()).toEqual(
      [
        ...['api', 'caddy', 'grafana', 'migrate', 'mongodb', 'postgres'],
        ...['prometheus', 'redis', 'temporal', 'temporal-ui', 'web', 'worker'],
      ].sort(),
    );
  });

  it.each(services)('%s: pinned image, health check, the one network', (_name, service) => {
    expect(service.image).toMatch(/^[a-z0-9/-]+:v?\d+\.\d+\.\d+(-[a-z0-9]+)?$/);
    if (!isOneShot(service)) expect(service.healthcheck?.test[0]).toBe('CMD');
    const networks = Array.isArray(service.networks) ? service.networks : Object.keys(service.networks ?? {});
    expect(networks).toEqual(Object.keys(compose.networks));
  });

  it.each(services)('%s: waits only for services that exist, in a way they can fulfil', (_name, service) => {
    for (const [needed, { condition }] of Object.entries(service.depends_on ?? {})) {
      const other = compose.services[needed];
      expect(other).toBeDefined();
      expect(condition).toBe(isOneShot(other!) ? 'service_completed_successfully' : 'service_healthy');
    }
  });

  it.each(services)('%s: mounts what exists', (_name, { volumes = [], secrets = [] }) => {
    for (const volume of volumes) {
      const source = volume.split(':')[0]!;
      if (source.startsWith('./')) expect(existsSync(join(root, source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
    for (const secret of secrets) expect(Object.keys(compose.secrets)).toContain(secret);
  });

  it.each(services)(
    '%s: has no secret in the file, and none may be left out',
    (_name, { environment = {} }) => {
      const isSecret = (name: string): boolean => /PASSWORD|PWD|SECRET|KEY|TOKEN|DATABASE_URL/.test(name);
      for (const [name, value] of Object.entries(environment).filter(([each]) => isSecret(each)))
        expect(`${name}: ${value}`).toMatch(optional.includes(name) ? /: \$\{\w+:-\}$/ : /\$\{\w+:\?[^}]+\}/);
    },
  );

  it('opens only Caddy to the outside', () => {
    const open = services.filter(([, { ports = [] }]) =>
      ports.some((port) => !port.startsWith('127.0.0.1:')),
    );
    expect(open.map(([name]) => name)).toEqual(['caddy']);
  });

  it.each(own)('%s: starts a file that exists, with variables that the platform knows', (_name, service) => {
    expect(service.command?.[0]).toBe('node');
    const script = service.command!.slice(1).find((word) => !word.startsWith('--'))!;
    if (!script.startsWith('node_modules/')) expect(existsSync(join(root, script))).toBe(true);
    const unknown = Object.keys(service.environment ?? {}).filter(
      (name) => !(name in environmentSchema.shape),
    );
    expect(unknown).toEqual([]);
  });

  it('passes on every variable that a person may set', () => {
    const ofTheImage = ['HOST', 'PORT'];
    const internal = ['SECRETS_GENERATED', 'AUTONOMOS_FAILPOINT'];
    const passed = Object.keys(compose.services['api']?.environment ?? {});
    const known = Object.keys(environmentSchema.shape);
    expect(known.filter((name) => !passed.includes(name))).toEqual([...ofTheImage, ...internal]);
  });

  it('asks for no variable that .env.example does not name', () => {
    const asked = [...text.matchAll(/\$\{(\w+)/g)].map((match) => match[1]);
    expect([...new Set(asked)].filter((name) => !exampleVariables.includes(name!))).toEqual([]);
  });
});

describe('.env.example', () => {
  it('names every variable of the platform that a person sets, and no value of a secret', () => {
    const internal = ['SECRETS_GENERATED', 'AUTONOMOS_FAILPOINT'];
    const wanted = Object.keys(environmentSchema.shape).filter((name) => !internal.includes(name));
    expect(wanted.filter((name) => !exampleVariables.includes(name))).toEqual([]);
    for (const name of secretVariables)
      expect(read('.env.example')).not.toMatch(new RegExp(`^${name}=.`, 'm'));
  });

  it('names no variable that nothing reads', () => {
    const known = [...Object.keys(environmentSchema.shape), 'CHROMIUM', 'MONGODB_URI'];
    const unread = exampleVariables.filter((name) => !known.includes(name) && !text.includes(`\${${name}`));
    expect(unread).toEqual([]);
  });
});

describe('the Dockerfile', () => {
  const dockerfile = read('Dockerfile');

  it('is of the very Node that the tests run on', () => {
    const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
    const bases = [...dockerfile.matchAll(/^FROM node:(\S+?)-/gm)].map((match) => match[1]);
    expect(bases).toEqual([devDependencies.node, devDependencies.node]);
  });

  it('runs as an ordinary account', () => {
    expect(dockerfile.lastIndexOf('USER node')).toBeGreaterThan(dockerfile.lastIndexOf('FROM'));
  });
});

describe('Prometheus and Grafana', () => {
  it('ask for metrics that exist', () => {
    const metrics = createMetrics('test').registry.getMetricsAsArray();
    const known = new Set([
      ...metrics.map(({ name }) => name),
      ...[...read('api/metrics-page.ts').matchAll(/name: '(autonomos_\w+)'/g)].map((match) => match[1]!),
    ]);
    const asked =
      `${read('deploy/prometheus/alerts.yml')} ${read('deploy/grafana/dashboards/autonomos.json')}`
        .match(/autonomos_\w+/g)!
        .map((name) => name.replace(/_(count|bucket|sum)$/, ''));
    expect([...new Set(asked)].filter((name) => !known.has(name))).toEqual([]);
  });

  it('give every alert a cause and a cure', () => {
    const { groups } = parse(read('deploy/prometheus/alerts.yml')) as {
      groups: { rules: { alert: string; annotations: { summary?: string; cure?: string } }[] }[];
    };
    const bare = groups
      .flatMap(({ rules }) => rules)
      .filter(({ annotations: { summary = '', cure = '' } }) => summary === '' || cure === '');
    expect(bare).toEqual([]);
  });
});

describe('deploy/kubernetes', () => {
  const folder = 'deploy/kubernetes';
  const { resources } = parse(read(`${folder}/kustomization.yaml`)) as { resources: string[] };

  it('applies every file of the folder', () => {
    const files = readdirSync(join(root, folder)).filter((file) => file !== 'kustomization.yaml');
    expect([...resources].sort()).toEqual(files.sort());
  });

  it('has well-formed documents, ordinary accounts and read-only containers', () => {
    interface Pod {
      securityContext?: { runAsNonRoot?: boolean };
      containers: {
        securityContext?: { readOnlyRootFilesystem?: boolean };
        envFrom?: Record<string, unknown>[];
      }[];
    }
    interface Resource {
      kind: string;
      metadata: { name: string };
      spec?: { template?: { spec: Pod } };
    }
    const documents = resources.flatMap((file) => parseAllDocuments(read(`${folder}/${file}`)));
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    const pods = documents
      .map((document) => document.toJS() as Resource)
      .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
      .map(({ spec }) => spec?.template?.spec);
    expect(pods).toHaveLength(4);
    for (const pod of pods) {
      expect(pod?.securityContext?.runAsNonRoot).toBe(true);
      const [container] = pod?.containers ?? [];
      expect(container?.securityContext?.readOnlyRootFilesystem).toBe(true);
      // The last one wins: no secret made from a whole .env may set NODE_ENV or HOST.
      expect(Object.keys(container?.envFrom?.at(-1) ?? { configMapRef: '' })).toEqual(['configMapRef']);
    }
  });
});
