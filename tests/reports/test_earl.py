"""EARL: read as RDF, without a network."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from audit.model import Lang, Outcome
from reports import FORMATS
from reports.summary import Summary


def test_earl_is_read_by_rdf_without_a_network(
    hostile: Summary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the file asks for something elsewhere"))
    path = FORMATS["earl"].write(hostile, tmp_path, Lang.EN)
    graph = rdflib.Graph().parse(path, format="json-ld")
    earl = rdflib.Namespace("http://www.w3.org/ns/earl#")
    assertions = set(graph.subjects(rdflib.RDF.type, earl.Assertion))
    assert len(assertions) > 20
    outcomes = {earl[outcome.value] for outcome in Outcome}
    for assertion in assertions:
        (result,) = graph.objects(assertion, earl.result)
        (outcome,) = graph.objects(result, earl.outcome)
        assert outcome in outcomes
        for term, kind in ((earl.subject, earl.TestSubject), (earl.assertedBy, earl.Assertor)):
            (node,) = graph.objects(assertion, term)
            assert (node, rdflib.RDF.type, kind) in graph, node
        (test,) = graph.objects(assertion, earl.test)
        assert set(graph.objects(test, rdflib.RDF.type)) <= {earl.TestCase, earl.TestRequirement, earl.TestCriterion}
        assert set(graph.objects(test, rdflib.RDF.type))
    manual = [node for node in assertions if (node, earl.mode, earl.manual) in graph]
    assert len(manual) == 2, "each with the tool's own cantTell beside it"
    untested = [node for node, _, said in graph.triples((None, earl.outcome, None)) if said == earl.untested]
    assert len(untested) >= 3
    rdflib.Graph().parse(data=graph.serialize(format="nt"), format="nt")
