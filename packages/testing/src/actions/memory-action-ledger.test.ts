import { actionLedgerContract } from './action-ledger-contract.ts';
import { MemoryActionLedger } from './memory-action-ledger.ts';

actionLedgerContract('ledger in memory', async () => new MemoryActionLedger());
