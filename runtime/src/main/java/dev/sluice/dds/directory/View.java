package dev.sluice.dds.directory;

import dev.sluice.dds.ValueChange;
import dev.sluice.dds.keyed.KeyedEdit;
import dev.sluice.event.Registration;
import dev.sluice.protocol.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What applications see of an instance. Views of one instance are equal. */
record View(SharedDirectory owner, Instance instance) implements Directory {
    @Override
    public String path() {
        return instance.path();
    }

    @Override
    public Optional<JsonValue> get(String key) {
        return instance.keys().get(key);
    }

    @Override
    public boolean has(String key) {
        return instance.keys().has(key);
    }

    @Override
    public List<String> keys() {
        return instance.keys().keys();
    }

    @Override
    public void set(String key, JsonValue value) {
        owner.edit(instance, KeyedEdit.set(key, Optional.of(value)));
    }

    @Override
    public void setUndefined(String key) {
        owner.edit(instance, KeyedEdit.set(key, Optional.empty()));
    }

    @Override
    public boolean delete(String key) {
        boolean wasThere = has(key);
        owner.edit(instance, KeyedEdit.delete(key));
        return wasThere;
    }

    @Override
    public void clear() {
        owner.edit(instance, KeyedEdit.clear());
    }

    @Override
    public Registration onChange(Consumer<? super ValueChange> listener) {
        return instance.listeners().add(listener);
    }

    @Override
    public Optional<Directory> getSubdirectory(String name) {
        return Optional.ofNullable(instance.child(name)).map(child -> new View(owner, child));
    }

    @Override
    public List<String> subdirectories() {
        return instance.children().stream().map(Instance::name).toList();
    }

    @Override
    public Directory createSubdirectory(String name) {
        Ops.checkName(name);
        return new View(owner, owner.create(instance, name));
    }

    @Override
    public boolean deleteSubdirectory(String name) {
        return owner.delete(instance, name);
    }

    @Override
    public boolean isDeleted() {
        return !instance.isInView();
    }

    @Override
    public Registration onSubdirectoryChange(Consumer<? super SubdirectoryChange> listener) {
        return instance.listenersOfSubdirectories().add(listener);
    }
}
