import type { Shop } from './shop.ts';

/** What the payment team configures without a deploy. */
export interface PaymentSettings {
  readonly version: number;
  readonly ledger_url: string;
  readonly gateway_token: string;
  readonly receipts_secret_access_key: string;
  /** The currency each market is settled in. */
  readonly settlement: Readonly<Record<Market, Currency>>;
}

export const MARKETS = ['at', 'ch', 'de', 'gb'] as const;
export type Market = (typeof MARKETS)[number];
type Currency = 'EUR' | 'GBP';

/** How many decimals the gateway expects of an amount in each currency. */
const MINOR_UNITS: Readonly<Record<Currency, { readonly decimals: number }>> = {
  EUR: { decimals: 2 },
  GBP: { decimals: 2 },
};

/**
 * Reads the settings as they were written, once per container. This is the demo's bug, kept on purpose: they are trusted instead of
 * parsed by a contract, so a currency this client does not know passes here and fails when the first order needs it.
 */
export const readSettings = (text: string, shop: Shop): PaymentSettings => {
  const settings: PaymentSettings = JSON.parse(text);
  shop.log('INFO', 'payment settings loaded', { version: settings.version, settlement: settings.settlement });
  shop.log('INFO', 'connecting to ledger', { url: settings.ledger_url });
  shop.log('WARN', 'receipts bucket is written with static credentials, use a role', {
    aws_secret_access_key: settings.receipts_secret_access_key,
  });
  return settings;
};

/** A charge the gateway refused or did not answer; trying again may help. */
class GatewayTimeout extends Error {
  override readonly name = 'GatewayTimeout';
}

/** Talks to the payment gateway in the amounts and currencies it wants. */
export class PaymentClient {
  readonly #settings: PaymentSettings;
  readonly #shop: Shop;

  constructor(settings: PaymentSettings, shop: Shop) {
    this.#settings = settings;
    this.#shop = shop;
  }

  /** Charges an order; the answer takes as long as the gateway does. */
  async charge(market: Market, total: number): Promise<{ readonly amount_minor: number; readonly currency: string }> {
    this.#shop.log('DEBUG', 'opening gateway session', { authorization: `Bearer ${this.#settings.gateway_token}` });
    const currency = this.#settings.settlement[market];
    const amount_minor = this.#toMinorUnits(total, currency);
    await this.#shop.gateway();
    return { amount_minor, currency };
  }

  #toMinorUnits(total: number, currency: Currency): number {
    return Math.round(total * 10 ** MINOR_UNITS[currency].decimals);
  }

  /** The error of a gateway that did not answer. */
  static timeout(afterMs: number): Error {
    return new GatewayTimeout(`payment gateway did not answer within ${afterMs} ms`);
  }
}
