----------------------------- MODULE collection -----------------------------
(***************************************************************************)
(* Collection of one document: references, sessions, ages, summaries and   *)
(* sweeps.  Time passes in ticks; what is old only matters up to a bound,  *)
(* so that ages are counters and all behaviours are finite in number,      *)
(* however long they last.  collection-safety.md explains it.              *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS Nodes,        \* data stores and blobs
          Edges,        \* the references that may exist, as pairs
          Sessions,
          Root,         \* what is always referenced
          Expiry,       \* ticks that a session lasts; Unlimited for ever
          Cache,        \* ticks that a cached document is opened after
          Tombstone,    \* ticks from unreferenced to tombstone
          Grace,        \* ticks from tombstone to sweep-ready
          CountsNew     \* whether runs know references added between them

VARIABLES edges,        \* the references that there are
          deleted,      \* what was swept
          age,          \* by node; None while the last run found it referenced
          prev,         \* the references at the last run
          new,          \* targets of references added since the last run
          saved,        \* the last summary: ages, references, targets since
          sweep,        \* what a sweep that is on its way deletes
          session,      \* by session: ticks left, what it could refer to,
                        \* tombstones it loaded and has not told of
          cache         \* a document that somebody keeps

vars == <<edges, deleted, age, prev, new, saved, sweep, session, cache>>

None == 0               \* an age is counted from 1
SweepAge == Tombstone + Grace + 1
Unlimited == 1000
Closed == [open |-> FALSE, left |-> 0, known |-> {}, loaded |-> {}]

RECURSIVE Closure(_, _)
Closure(e, found) ==
    LET next == found \cup {p[2] : p \in {q \in e : q[1] \in found}}
    IN  IF next = found THEN found ELSE Closure(e, next)

Reach(e, from) == Closure(e, from) \ {Root}
Referenced == Reach(edges, {Root})

Init ==
    /\ edges = Edges
    /\ deleted = {}
    /\ age = [n \in Nodes |-> None]
    /\ prev = Edges
    /\ new = {}
    /\ saved = [age |-> age, prev |-> Edges, since |-> {}]
    /\ sweep = {}
    /\ session = [s \in Sessions |-> Closed]
    /\ cache = [left |-> 0, known |-> {}]

-----------------------------------------------------------------------------
(* Time.  Sessions end in time; an op is on its way for less than a tick.  *)

Older(a) == [n \in Nodes |->
    IF a[n] = None THEN None ELSE IF a[n] >= SweepAge THEN SweepAge ELSE a[n] + 1]

Tick ==
    /\ sweep = {}
    /\ \A s \in Sessions :
        /\ session[s].loaded = {}
        /\ session[s].open => session[s].left > 0
    /\ age' = Older(age)
    /\ saved' = [saved EXCEPT !.age = Older(saved.age)]
    /\ session' = [s \in Sessions |->
        IF session[s].open /\ Expiry # Unlimited
        THEN [session[s] EXCEPT !.left = @ - 1] ELSE session[s]]
    /\ cache' = IF cache.left <= 1 THEN [left |-> 0, known |-> {}]
                ELSE [cache EXCEPT !.left = @ - 1]
    /\ UNCHANGED <<edges, deleted, prev, new, sweep>>

-----------------------------------------------------------------------------
(* Sessions.                                                               *)

Keep ==
    /\ cache' = [left |-> Cache + 1, known |-> Referenced]
    /\ UNCHANGED <<edges, deleted, age, prev, new, saved, sweep, session>>

Open(s) ==
    /\ ~session[s].open
    /\ \E known \in {Referenced} \cup (IF cache.left > 0 THEN {cache.known} ELSE {}) :
        session' = [session EXCEPT
            ![s] = [open |-> TRUE, left |-> Expiry, known |-> known, loaded |-> {}]]
    /\ UNCHANGED <<edges, deleted, age, prev, new, saved, sweep, cache>>

Close(s) ==
    /\ session[s].open
    /\ session' = [session EXCEPT ![s] = Closed]
    /\ UNCHANGED <<edges, deleted, age, prev, new, saved, sweep, cache>>

(* It follows the log, and forgets nothing that it sees. *)
Learn(s) ==
    /\ session[s].open
    /\ session[s].loaded = {}
    /\ sweep = {}
    /\ session' = [session EXCEPT
        ![s].known = @ \cup (Reach(edges, {Root} \cup @) \ deleted)]
    /\ UNCHANGED <<edges, deleted, age, prev, new, saved, sweep, cache>>

Refer(s) ==
    /\ session[s].open
    /\ \E e \in Edges \ edges :
        /\ e[1] \in session[s].known \cup {Root}
        /\ e[2] \in session[s].known
        /\ edges' = edges \cup {e}
        /\ new' = IF CountsNew THEN new \cup {e[2]} ELSE new
        /\ saved' = IF CountsNew THEN [saved EXCEPT !.since = @ \cup {e[2]}] ELSE saved
    /\ UNCHANGED <<deleted, age, prev, sweep, session, cache>>

Unrefer(s) ==
    /\ session[s].open
    /\ \E e \in edges :
        /\ e[1] \in session[s].known \cup {Root}
        /\ edges' = edges \ {e}
    /\ UNCHANGED <<deleted, age, prev, new, saved, sweep, session, cache>>

(* Somebody has the address of what became a tombstone within this tick, *)
(* and loads it; the op that tells so is sequenced before the next tick.  *)
Load(s) ==
    /\ session[s].open
    /\ \E n \in Nodes \ (deleted \cup sweep) :
        /\ age[n] = Tombstone + 1
        /\ session' = [session EXCEPT ![s].known = @ \cup {n}, ![s].loaded = @ \cup {n}]
    /\ UNCHANGED <<edges, deleted, age, prev, new, saved, sweep, cache>>

Recover(s) ==
    /\ session[s].loaded # {}
    /\ new' = new \cup session[s].loaded
    /\ saved' = [saved EXCEPT !.since = @ \cup session[s].loaded]
    /\ session' = [session EXCEPT ![s].loaded = {}]
    /\ UNCHANGED <<edges, deleted, age, prev, sweep, cache>>

-----------------------------------------------------------------------------
(* The summarizer.                                                         *)

Cleared ==
    Referenced \cup (IF new = {} THEN {} ELSE Reach(prev \cup edges, {Root} \cup new))

Run(isTaken) ==
    LET next == [n \in Nodes |->
            IF n \in deleted \cup Referenced THEN None
            ELSE IF age[n] = None \/ n \in Cleared THEN 1
            ELSE age[n]]
    IN  /\ age' = next
        /\ sweep' = sweep \cup {n \in Nodes : age[n] = SweepAge /\ next[n] = SweepAge}
        /\ prev' = edges
        /\ new' = {}
        /\ saved' = IF isTaken THEN [age |-> next, prev |-> edges, since |-> {}] ELSE saved
        /\ UNCHANGED <<edges, deleted, session, cache>>

(* Another one loads the last summary, and hears what came after it. *)
Crash ==
    /\ age' = [n \in Nodes |-> IF n \in deleted THEN None ELSE saved.age[n]]
    /\ prev' = saved.prev
    /\ new' = saved.since
    /\ UNCHANGED <<edges, deleted, saved, sweep, session, cache>>

Sweep ==
    /\ sweep # {}
    /\ deleted' = deleted \cup sweep
    /\ edges' = {e \in edges : e[1] \notin sweep}
    /\ age' = [n \in Nodes |-> IF n \in sweep THEN None ELSE age[n]]
    /\ sweep' = {}
    /\ UNCHANGED <<prev, new, saved, session, cache>>

Next ==
    \/ Tick \/ Keep \/ Crash \/ Sweep
    \/ Run(TRUE) \/ Run(FALSE)
    \/ \E s \in Sessions :
        Open(s) \/ Close(s) \/ Learn(s) \/ Refer(s) \/ Unrefer(s) \/ Load(s) \/ Recover(s)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
TypeOK ==
    /\ edges \subseteq Edges
    /\ deleted \subseteq Nodes
    /\ age \in [Nodes -> 0..SweepAge]

(* Nothing that a root reaches is deleted. *)
I3 == Referenced \cap deleted = {}

(* Nothing is deleted that an open session could refer to. *)
I4 == \A s \in Sessions : session[s].known \cap deleted = {}

(* What is deleted has no age and no references any more, and stays so. *)
I5 == \A n \in deleted : age[n] = None /\ \A e \in edges : e[1] # n
I5Stays == [][deleted \subseteq deleted']_vars

(* With time, runs and summaries going on, what stays garbage goes.         *)
FairSpec ==
    /\ Spec
    /\ SF_vars(Tick) /\ SF_vars(Run(TRUE)) /\ WF_vars(Sweep)
    /\ \A s \in Sessions : WF_vars(Recover(s)) /\ SF_vars(session[s].left = 0 /\ Close(s))

GarbageGoes == \A n \in Nodes :
    <>[](n \notin Referenced \cup new) => <>(n \in deleted)
=============================================================================
