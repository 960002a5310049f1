/** OAuth 2 as Salesforce speaks it: consent page, authorisation code with PKCE, refresh (rotating on request), revoke. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
}

export interface AuthorizationSettings {
  readonly client: OAuthClient;
  readonly accessTokenSeconds: number;
  /** Each refresh hands out a new refresh token and takes the old one back. */
  readonly rotateRefreshTokens: boolean;
  /** 18 characters, as in identity URLs. */
  readonly organizationId: string;
  readonly userId: string;
  readonly now: () => Date;
}

export class OAuthError extends Error {
  readonly error: string;

  constructor(error: string, description: string) {
    super(description);
    this.error = error;
  }
}

interface Code {
  readonly redirectUri: string;
  readonly challenge: string | undefined;
  readonly expires: number;
}

export interface AuthorizationSnapshot {
  readonly refreshTokens: readonly string[];
}

const codeSeconds = 15 * 60;
const token = (prefix: string): string => `${prefix}!${randomBytes(48).toString('base64url')}`;
const equal = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
const challengeOf = (verifier: string): string => createHash('sha256').update(verifier).digest('base64url');

export type Parameters = Readonly<Record<string, string | undefined>>;

export class AuthorizationServer {
  readonly settings: AuthorizationSettings;
  readonly #codes = new Map<string, Code>();
  readonly #accessTokens = new Map<string, number>();
  readonly #refreshTokens = new Set<string>();
  changed: () => void = () => undefined;

  constructor(settings: AuthorizationSettings) {
    this.settings = settings;
  }

  #time(): number {
    return this.settings.now().getTime();
  }

  /** Checks an authorisation request before the consent page is shown. */
  checkRequest(parameters: Parameters): { readonly redirectUri: string } {
    const { client_id: clientId, redirect_uri: redirectUri, response_type: type } = parameters;
    if (clientId !== this.settings.client.id)
      throw new OAuthError('invalid_client_id', 'client identifier invalid');
    if (type !== 'code') throw new OAuthError('unsupported_response_type', 'response type not supported');
    if (redirectUri === undefined || !URL.canParse(redirectUri)) {
      throw new OAuthError('redirect_uri_missing', 'must provide an absolute redirect_uri');
    }
    return { redirectUri };
  }

  /** The user said yes: a code that can be exchanged once. */
  grant(parameters: Parameters): string {
    const { redirectUri } = this.checkRequest(parameters);
    const code = token('aPrx');
    this.#codes.set(code, {
      redirectUri,
      challenge: parameters['code_challenge'],
      expires: this.#time() + codeSeconds * 1000,
    });
    return code;
  }

  #client({ client_id: id = '', client_secret: secret }: Parameters, secretNeeded: boolean): void {
    const { client } = this.settings;
    if (!equal(id, client.id)) throw new OAuthError('invalid_client_id', 'client identifier invalid');
    if (secret === undefined && !secretNeeded) return;
    if (!equal(secret ?? '', client.secret))
      throw new OAuthError('invalid_client', 'invalid client credentials');
  }

  /** Opens a session without a user at a browser; for demos and tests. */
  issueRefreshToken(): string {
    const refreshToken = token('5Aep');
    this.#refreshTokens.add(refreshToken);
    this.changed();
    return refreshToken;
  }

  #tokens(instanceUrl: string, refreshToken?: string): Record<string, string> {
    const accessToken = `${this.settings.organizationId.slice(0, 15)}${token('')}`;
    this.#accessTokens.set(accessToken, this.#time() + this.settings.accessTokenSeconds * 1000);
    const id = `${instanceUrl}/id/${this.settings.organizationId}/${this.settings.userId}`;
    const issuedAt = String(this.#time());
    return {
      access_token: accessToken,
      ...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
      signature: createHash('sha256')
        .update(`${id}${issuedAt}${this.settings.client.secret}`)
        .digest('base64'),
      scope: 'refresh_token api',
      instance_url: instanceUrl,
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    };
  }

  #exchangeCode(parameters: Parameters, instanceUrl: string): Record<string, string> {
    const { code = '', redirect_uri: redirectUri, code_verifier: verifier } = parameters;
    const found = this.#codes.get(code);
    this.#codes.delete(code);
    if (found === undefined) throw new OAuthError('invalid_grant', 'expired authorization code');
    if (found.expires < this.#time()) throw new OAuthError('invalid_grant', 'expired authorization code');
    if (found.redirectUri !== redirectUri)
      throw new OAuthError('redirect_uri_mismatch', 'redirect_uri must match');
    if (
      found.challenge !== undefined &&
      (verifier === undefined || challengeOf(verifier) !== found.challenge)
    ) {
      throw new OAuthError('invalid_grant', 'invalid code verifier');
    }
    this.#client(parameters, found.challenge === undefined);
    return this.#tokens(instanceUrl, this.issueRefreshToken());
  }

  #refresh(parameters: Parameters, instanceUrl: string): Record<string, string> {
    const { refresh_token: refreshToken = '' } = parameters;
    this.#client(parameters, false);
    if (!this.#refreshTokens.has(refreshToken)) {
      throw new OAuthError('invalid_grant', 'expired access/refresh token');
    }
    if (!this.settings.rotateRefreshTokens) return this.#tokens(instanceUrl);
    this.#refreshTokens.delete(refreshToken);
    return this.#tokens(instanceUrl, this.issueRefreshToken());
  }

  /** Answers the token endpoint. */
  token(parameters: Parameters, instanceUrl: string): Record<string, string> {
    switch (parameters['grant_type']) {
      case 'authorization_code':
        return this.#exchangeCode(parameters, instanceUrl);
      case 'refresh_token':
        return this.#refresh(parameters, instanceUrl);
      case 'client_credentials':
        this.#client(parameters, true);
        return this.#tokens(instanceUrl);
      default:
        throw new OAuthError('unsupported_grant_type', 'grant type not supported');
    }
  }

  /** Revoking a refresh token ends its sessions too. */
  revoke(revoked: string): void {
    if (this.#refreshTokens.delete(revoked)) this.#accessTokens.clear();
    else if (!this.#accessTokens.delete(revoked))
      throw new OAuthError('invalid_token', 'the token is not valid');
    this.changed();
  }

  /** Ends every session; refresh tokens stay good. */
  expireSessions(): void {
    this.#accessTokens.clear();
  }

  revokeAll(): void {
    this.#accessTokens.clear();
    this.#refreshTokens.clear();
    this.changed();
  }

  isOpen(accessToken: string): boolean {
    return (this.#accessTokens.get(accessToken) ?? 0) > this.#time();
  }

  snapshot(): AuthorizationSnapshot {
    return { refreshTokens: [...this.#refreshTokens] };
  }

  restore({ refreshTokens }: AuthorizationSnapshot): void {
    for (const refreshToken of refreshTokens) this.#refreshTokens.add(refreshToken);
  }
}
