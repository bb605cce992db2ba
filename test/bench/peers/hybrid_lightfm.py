"""LightFM on one thread: CPU milliseconds of an epoch, and its own precision at 10 and AUC, training items excluded.

Usage: hybrid_lightfm.py FILE with {dimension, epochs, rate, itemFeatures: [[number …] …], train, test: [[user, item] …]}.
Row i of itemFeatures names the features of item i, each of weight 1 / sqrt(how many there are).
"""
import json
import sys
import time

import numpy
from lightfm import LightFM
from lightfm.evaluation import auc_score, precision_at_k
from scipy.sparse import coo_matrix, csr_matrix

with open(sys.argv[1]) as file:
    task = json.load(file)
rows = task["itemFeatures"]
users = 1 + max(user for user, _ in task["train"] + task["test"])


def interactions(pairs):
    columns = numpy.array(pairs)
    ones = numpy.ones(len(pairs), numpy.float32)
    return coo_matrix((ones, (columns[:, 0], columns[:, 1])), shape=(users, len(rows))).tocsr()


starts = numpy.cumsum([0] + [len(row) for row in rows])
weights = numpy.concatenate([numpy.full(len(row), len(row) ** -0.5, numpy.float32) for row in rows])
features = csr_matrix((weights, numpy.concatenate(rows), starts))
train, test = interactions(task["train"]), interactions(task["test"])
model = LightFM(no_components=task["dimension"], loss="warp", learning_rate=task["rate"], random_state=1)
epochs = []
for _ in range(task["epochs"]):
    started = time.process_time()
    model.fit_partial(train, item_features=features, epochs=1, num_threads=1)
    epochs.append(1000 * (time.process_time() - started))
judged = {"train_interactions": train, "item_features": features}
precision = precision_at_k(model, test, k=10, **judged).mean()
area = auc_score(model, test, **judged).mean()
print(json.dumps({"epochMs": float(numpy.median(epochs)), "precision": float(precision), "areaUnderCurve": float(area)}))
