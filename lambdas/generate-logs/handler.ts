import * as z from 'zod';
import { PaymentClient, type PaymentSettings, readSettings } from './payment-client.ts';
import { type Order, Shop, type ShopWorld } from './shop.ts';

/** `{"fail": true}` makes the payment fail as in the recorded incident; anything else places an order that succeeds. */
const GenerateLogsEvent = z.object({ fail: z.boolean().default(false) }).catch({ fail: false });

/** What the settings hold that nobody should see; the recorder puts markers there. */
export type SettingsSecrets = Pick<PaymentSettings, 'ledger_url' | 'gateway_token' | 'receipts_secret_access_key'>;

/** Settings as the payment team wrote them: version 42 settles Swiss orders in a currency the payment client does not know. */
export const settingsText = (version: 41 | 42, secrets: SettingsSecrets): string =>
  JSON.stringify({
    version,
    ...secrets,
    settlement: { at: 'EUR', ch: version === 42 ? 'CHF' : 'EUR', de: 'EUR', gb: 'GBP' },
  });

/** Waits like a gateway that answers, or rejects like one that does not. */
export const gatewayCall = async (answersInMs: number, timeoutMs: number): Promise<void> => {
  const inTime = answersInMs <= timeoutMs;
  await new Promise((resolve) => setTimeout(resolve, inTime ? answersInMs : timeoutMs));
  if (!inTime) throw PaymentClient.timeout(timeoutMs);
};

/** Places one order and writes the logs a checkout writes; with `fail` it throws what the payment client throws. */
export const createGenerateLogsHandler =
  (world: ShopWorld) =>
  async (event: unknown): Promise<{ readonly confirmed: true }> => {
    const { fail } = GenerateLogsEvent.parse(event);
    const shop = new Shop(world);
    const order = await shop.acceptOrder({ ...ORDER, market: fail ? 'ch' : 'de' });
    await shop.chargeCard(order, readSettings(settingsText(fail ? 42 : 41, NO_SECRETS), shop));
    return shop.confirmOrder(order);
  };

const NO_SECRETS: SettingsSecrets = {
  ledger_url: 'postgres://ledger.internal/ledger',
  gateway_token: 'demo',
  receipts_secret_access_key: 'none',
};

const ORDER: Order = {
  order_id: 'o-demo',
  market: 'de',
  items: [{ sku: 'beans-500g', price: 12.9, quantity: 2 }],
  card: 'none',
  email: 'nobody@example.org',
};
