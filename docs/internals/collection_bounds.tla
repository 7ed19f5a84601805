-------------------------- MODULE collection_bounds --------------------------
(* Small documents, for collection_bounds.cfg and what the tests make of it. *)
EXTENDS collection

CONSTANTS a, b

OneEdge == {<<Root, a>>}
Chain == {<<Root, a>>, <<a, b>>}
Triangle == {<<Root, a>>, <<Root, b>>, <<a, b>>}
=============================================================================
