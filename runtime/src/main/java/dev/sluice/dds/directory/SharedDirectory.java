package dev.sluice.dds.directory;

import dev.sluice.datastore.channel.ChannelAttributes;
import dev.sluice.datastore.channel.ChannelContext;
import dev.sluice.datastore.channel.ChannelFactory;
import dev.sluice.datastore.channel.ChannelOp;
import dev.sluice.datastore.channel.ChannelStorage;
import dev.sluice.dds.Origin;
import dev.sluice.dds.SharedObject;
import dev.sluice.dds.SharedObjectFactory;
import dev.sluice.dds.ValueChange;
import dev.sluice.dds.keyed.KeyedEdit;
import dev.sluice.event.Listeners;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonObject;
import dev.sluice.protocol.json.JsonValue;
import dev.sluice.protocol.summary.SummaryTree;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A tree of directories that many clients edit (dds-formats §8). This is also its root. For each key the last sequenced edit wins,
 * as in a {@code SharedMap}; directories that clients create at the same time under one name are one.
 *
 * <pre>{@code
 * Directory people = directory.createSubdirectory("people");
 * people.set("ann", "Ann");
 * directory.directory("/people").flatMap(found -> found.getString("ann"));
 * }</pre>
 *
 * <p>Confined to its document's thread.
 *
 * @since 0.1
 */
public final class SharedDirectory extends SharedObject implements Directory {
    /** Makes directories. */
    public static final ChannelFactory<SharedDirectory> FACTORY = SharedObjectFactory.of(
            "directory", "0.1", SharedDirectory.class, SharedDirectory::new, SharedDirectory::load);

    private final Listeners<DirectoryChange> listeners = newListeners();
    private final Deque<Pending> pending = new ArrayDeque<>();
    /** What is told once the edit is submitted. */
    private final Deque<Runnable> untold = new ArrayDeque<>();

    private final Instance root = new Instance(null, "", this);
    private final View view = new View(this, root);

    private SharedDirectory(ChannelContext context, ChannelAttributes attributes) {
        super(context, attributes);
    }

    private static SharedDirectory load(ChannelContext context, ChannelAttributes attributes, ChannelStorage content) {
        SharedDirectory loaded = new SharedDirectory(context, attributes);
        new DirectoryLoader(loaded, loaded::absolute).load(loaded.root, content);
        return loaded;
    }

    /** Returns the directory at an absolute path, if there is one in view. */
    public Optional<Directory> directory(String path) {
        Instance found = root;
        for (String part : Ops.parts(path)) {
            found = found == null ? null : found.child(part);
        }
        return Optional.ofNullable(found).map(instance -> new View(this, instance));
    }

    /** Tells of every value that changed in view, in whatever directory. */
    public Registration onChangeAnywhere(Consumer<? super DirectoryChange> listener) {
        return listeners.add(listener);
    }

    @Override
    public String path() {
        return view.path();
    }

    @Override
    public Optional<JsonValue> get(String key) {
        return view.get(key);
    }

    @Override
    public boolean has(String key) {
        return view.has(key);
    }

    @Override
    public List<String> keys() {
        return view.keys();
    }

    @Override
    public void set(String key, JsonValue value) {
        view.set(key, value);
    }

    @Override
    public void setUndefined(String key) {
        view.setUndefined(key);
    }

    @Override
    public boolean delete(String key) {
        return view.delete(key);
    }

    @Override
    public void clear() {
        view.clear();
    }

    @Override
    public Registration onChange(Consumer<? super ValueChange> listener) {
        return view.onChange(listener);
    }

    @Override
    public Optional<Directory> getSubdirectory(String name) {
        return view.getSubdirectory(name);
    }

    @Override
    public List<String> subdirectories() {
        return view.subdirectories();
    }

    @Override
    public Directory createSubdirectory(String name) {
        return view.createSubdirectory(name);
    }

    @Override
    public boolean deleteSubdirectory(String name) {
        return view.deleteSubdirectory(name);
    }

    @Override
    public boolean isDeleted() {
        return false;
    }

    @Override
    public Registration onSubdirectoryChange(Consumer<? super SubdirectoryChange> listener) {
        return view.onSubdirectoryChange(listener);
    }

    Listeners<ValueChange> valueListeners() {
        return newListeners();
    }

    Listeners<SubdirectoryChange> subdirectoryListeners() {
        return newListeners();
    }

    void changed(Instance where, String key, Optional<JsonValue> before, Optional<JsonValue> now, boolean isLocal) {
        if (where.listeners().isEmpty() && listeners.isEmpty()) {
            return;
        }
        ValueChange change = new ValueChange(key, before, now, isLocal ? Origin.LOCAL : Origin.REMOTE);
        untold.add(() -> {
            tell(where.listeners(), change);
            tell(listeners, new DirectoryChange(where.path(), change));
        });
    }

    private void tellAll() {
        while (!untold.isEmpty()) {
            untold.remove().run();
        }
    }

    private void checkEditable(Instance where) {
        context().checkEditable();
        if (!where.isInView()) {
            throw new IllegalStateException("directory " + where.path() + " was deleted");
        }
    }

    void edit(Instance where, KeyedEdit edit) {
        checkEditable(where);
        KeyedEdit made = edit.kind() == KeyedEdit.Kind.SET
                ? KeyedEdit.set(edit.key(), edit.value().map(this::absolute))
                : edit;
        if (context().isShared()) {
            where.keys().pend(made);
            submit(new Pending.Keyed(where, made));
        } else {
            where.keys().apply(made, true);
        }
        tellAll();
    }

    Instance create(Instance where, String name) {
        checkEditable(where);
        Instance existing = where.child(name);
        if (existing != null) {
            return existing;
        }
        Instance created = new Instance(where, name, this);
        changeSubdirectory(where, name, Origin.LOCAL, () -> {
            if (context().isShared()) {
                pend(where, SubEdit.create(created));
            } else {
                created.begin(0, where.nextPlace(), Set.of(ChannelContext.DETACHED_CLIENT_ID));
                where.adopt(created);
            }
        });
        tellAll();
        return created;
    }

    boolean delete(Instance where, String name) {
        checkEditable(where);
        if (where.child(name) == null) {
            return false;
        }
        changeSubdirectory(where, name, Origin.LOCAL, () -> {
            if (context().isShared()) {
                pend(where, SubEdit.delete(name));
            } else {
                where.delete(name);
            }
        });
        tellAll();
        return true;
    }

    private void pend(Instance where, SubEdit edit) {
        where.pending().add(edit);
        submit(new Pending.Sub(where, edit));
    }

    private void submit(Pending edit) {
        pending.add(edit);
        context().submit(edit.op());
    }

    /** Takes a step that may make a directory of this name appear or disappear. */
    private void changeSubdirectory(Instance where, String name, Origin origin, Runnable step) {
        Instance before = where.child(name);
        step.run();
        Instance now = where.child(name);
        if (before == now || !where.isInView()) {
            return;
        }
        if (before != null) {
            untold.add(() -> tell(
                    where.listenersOfSubdirectories(),
                    new SubdirectoryChange(name, SubdirectoryChange.Kind.DELETED, origin)));
        }
        if (now != null) {
            untold.add(() -> tell(
                    where.listenersOfSubdirectories(),
                    new SubdirectoryChange(name, SubdirectoryChange.Kind.CREATED, origin)));
        }
    }

    /** Returns the instance an op means; {@code null} if that is gone, so that the op comes to nothing. */
    private @Nullable Instance meant(JsonObject op, ChannelOp sequenced) {
        Instance found = root;
        for (String part : Ops.parts(text(op, Ops.PATH))) {
            found = found == null ? null : found.sequencedChild(part);
        }
        return found != null && found.isMeantBy(sequenced) ? found : null;
    }

    @Override
    protected void process(ChannelOp sequenced) {
        JsonObject op = object(sequenced.contents());
        Instance where = meant(op, sequenced);
        Optional<SubdirectoryChange.Kind> kind = Ops.kind(op);
        if (kind.isPresent()) {
            String name = Ops.name(op).orElseThrow(() -> unknown(op));
            if (where != null) {
                changeSubdirectory(where, name, Origin.REMOTE, () -> sequence(where, kind.get(), name, sequenced));
            }
        } else {
            KeyedEdit edit = KeyedEdit.read(op, this::absolute).orElseThrow(() -> unknown(op));
            if (where != null) {
                where.keys().apply(edit, false);
            }
        }
        tellAll();
    }

    private void sequence(Instance where, SubdirectoryChange.Kind kind, String name, ChannelOp sequenced) {
        if (kind == SubdirectoryChange.Kind.DELETED) {
            where.delete(name);
            return;
        }
        Instance existing = where.sequencedChild(name);
        if (existing != null) {
            existing.addCreator(sequenced.clientId());
            return;
        }
        Instance own = where.nextCreated(name);
        Instance created = own == null ? new Instance(where, name, this) : own;
        created.begin(sequenced.sequenceNumber(), sequenced.clientSequenceNumber(), Set.of(sequenced.clientId()));
        where.adopt(created);
    }

    @Override
    protected void processOwn(ChannelOp sequenced) {
        Pending own = takeOldest(pending);
        Instance where = meant(own.op(), sequenced);
        if (own instanceof Pending.Keyed keyed) {
            acknowledge(keyed, where);
        } else if (own instanceof Pending.Sub sub) {
            Instance target = sub.target();
            changeSubdirectory(target, sub.edit().name(), Origin.LOCAL, () -> {
                if (where != null) {
                    sequence(where, sub.edit().kind(), sub.edit().name(), sequenced);
                }
                target.pending().remove(sub.edit());
            });
        }
        tellAll();
    }

    private static void acknowledge(Pending.Keyed own, @Nullable Instance where) {
        if (where == own.target()) {
            own.target().keys().acknowledge(own.edit());
            return;
        }
        own.target().keys().forget(own.edit());
        if (where != null) {
            where.keys().apply(own.edit(), true);
        }
    }

    @Override
    public void resubmit() {
        Pending own = takeOldest(pending);
        if (own.target().isAlive()) {
            submit(own);
        } else if (own instanceof Pending.Keyed keyed) {
            keyed.target().keys().forget(keyed.edit());
        } else if (own instanceof Pending.Sub sub) {
            sub.target().pending().remove(sub.edit());
        }
    }

    @Override
    public void rollback() {
        Pending own = takeNewest(pending);
        if (own instanceof Pending.Keyed keyed) {
            keyed.target().keys().rollback(keyed.edit());
        } else if (own instanceof Pending.Sub sub) {
            changeSubdirectory(
                    sub.target(),
                    sub.edit().name(),
                    Origin.LOCAL,
                    () -> sub.target().pending().remove(sub.edit()));
        }
        tellAll();
    }

    /** Does nothing if the directory is gone meanwhile. */
    @Override
    protected void remake(JsonObject op) {
        Optional<SubdirectoryChange.Kind> kind = Ops.kind(op);
        Optional<KeyedEdit> edit = KeyedEdit.read(op, this::absolute);
        Optional<Directory> where = directory(text(op, Ops.PATH));
        if (kind.isEmpty() && edit.isEmpty()) {
            throw unknown(op);
        }
        if (where.isPresent() && where.get() instanceof View found) {
            edit.ifPresent(made -> edit(found.instance(), made));
            kind.ifPresent(which -> {
                String name = Ops.name(op).orElseThrow(() -> unknown(op));
                if (which == SubdirectoryChange.Kind.CREATED) {
                    create(found.instance(), name);
                } else {
                    delete(found.instance(), name);
                }
            });
        }
    }

    @Override
    public SummaryTree summarize() {
        return DirectorySnapshot.write(root);
    }

    @Override
    public void forEachHandle(Consumer<String> urls) {
        Set<Instance> all = Collections.newSetFromMap(new IdentityHashMap<>());
        root.collect(all);
        all.forEach(instance -> instance.keys().forEachHandle(urls));
    }
}
