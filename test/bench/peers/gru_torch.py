"""The same network, loss and optimiser as models/recommenders/gru in PyTorch on one thread: positions per second.

Usage: gru_torch.py FILE, the first line `items width negatives rows temperature keptInputs keptStates`, then a session a line.
"""
import sys
import time

import torch
from torch import nn
from torch.nn.functional import cross_entropy, dropout, embedding, normalize
from torch.nn.utils.rnn import pack_sequence

torch.set_num_threads(1)
torch.manual_seed(1)
with open(sys.argv[1]) as lines:
    head = next(lines).split()
    items, width, negatives, rows = map(int, head[:4])
    temperature, kept_inputs, kept_states = map(float, head[4:])
    sessions = [torch.tensor([int(item) for item in line.split()]) for line in lines]

table = nn.Parameter((torch.rand(items, width) * 2 - 1) / width**0.5)
gru = nn.GRU(width, width)
sparse = torch.optim.SparseAdam([table], lr=0.003)
dense = torch.optim.Adam(gru.parameters(), lr=0.003)
frequencies = torch.bincount(torch.cat([session[1:] for session in sessions]), minlength=items)
weights = frequencies.clamp(min=1).double().sqrt()
shares = weights / weights.sum()
cumulative = shares.cumsum(0)


def batches():
    block = []
    for session in sorted(sessions, key=len, reverse=True):
        block.append(session)
        if sum(len(one) - 1 for one in block) >= rows:
            yield block
            block = []
    if block:
        yield block


def step(batch):
    inputs = pack_sequence([session[:-1] for session in batch])
    targets = pack_sequence([session[1:] for session in batch]).data
    drawn = torch.searchsorted(cumulative, torch.rand(negatives, dtype=torch.double))
    candidates, places = torch.unique(torch.cat([targets, drawn.clamp(max=items - 1)]), return_inverse=True)
    expected = negatives * shares[candidates] + len(targets) * frequencies[candidates] / frequencies.sum()
    bias = -torch.log(1 - torch.exp(-expected)).float()
    read = dropout(normalize(embedding(inputs.data, table, sparse=True)), 1 - kept_inputs)
    states, _ = gru(inputs._replace(data=read))
    queries = normalize(dropout(states.data, 1 - kept_states)) / temperature
    logits = torch.addmm(bias, queries, normalize(embedding(candidates, table, sparse=True)).T)
    loss = cross_entropy(logits, places[: len(targets)])
    sparse.zero_grad()
    dense.zero_grad()
    loss.backward()
    sparse.step()
    dense.step()
    return len(targets)


todo = list(batches())
for batch in todo[:5]:
    step(batch)
started = time.process_time()
positions = sum(step(batch) for batch in todo)
print(positions / (time.process_time() - started))
