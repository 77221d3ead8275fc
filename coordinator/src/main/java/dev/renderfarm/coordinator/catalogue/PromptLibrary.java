package dev.renderfarm.coordinator.catalogue;

import dev.renderfarm.common.catalogue.CatalogueName;
import dev.renderfarm.common.catalogue.DefaultsRequest;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.failure.FailureCode;
import dev.renderfarm.common.id.TenantName;
import dev.renderfarm.common.storage.ObjectKeys;
import dev.renderfarm.common.task.RequestField;
import dev.renderfarm.coordinator.access.Asker;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.input.FieldNames;
import dev.renderfarm.objectstore.store.ObjectStore;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Presets and prompt templates by name. One in the bucket goes before one of the operator's file, which goes before one
 * of the release. Safe for several threads. Each method throws {@link
 * dev.renderfarm.objectstore.store.StorageUnavailableException} where the bucket does not answer.
 */
public final class PromptLibrary {

    private final ObjectStore objects;
    private final Asker asker;
    private final CatalogueFile operator;
    private final CatalogueFile shipped;
    private final Consumer<String> templateCheck;

    /** @param templateCheck throws an IllegalArgumentException that says what is wrong with a text */
    public PromptLibrary(
            ObjectStore objects, CatalogueFile operator, CatalogueFile shipped, Consumer<String> templateCheck) {
        this(objects, operator, shipped, templateCheck, Asker.FARM);
    }

    /**
     * @param templateCheck throws an IllegalArgumentException that says what is wrong with a text
     * @param asker whose presets and templates there are beside those of the operator and the release
     */
    public PromptLibrary(
            ObjectStore objects,
            CatalogueFile operator,
            CatalogueFile shipped,
            Consumer<String> templateCheck,
            Asker asker) {
        this.objects = objects;
        this.asker = asker;
        this.operator = operator;
        this.shipped = shipped;
        this.templateCheck = templateCheck;
        operator.templates().forEach(template -> templateCheck.accept(template.prompt()));
    }

    private CatalogueStore store() {
        return new CatalogueStore(objects, ObjectKeys.tenant(asker.maker().orElse(TenantName.DEFAULT)));
    }

    /** Of what the asker's tenant suggests that which there still is, else the operator's word, else that of the release. */
    public DefaultsRequest suggested() {
        DefaultsRequest own = store().defaults();
        String preset = own.preset() != null && preset(own.preset()).isPresent() ? own.preset() : operator.preset();
        String template =
                own.template() != null && template(own.template()).isPresent() ? own.template() : operator.template();
        return new DefaultsRequest(
                preset == null ? shipped.preset() : preset, template == null ? shipped.template() : template);
    }

    /** Has the asker's tenant suggest these from now on, in the place of what it did. */
    public void suggest(DefaultsRequest wanted) {
        if (wanted.preset() != null && preset(wanted.preset()).isEmpty()) {
            throw RequestRefusedException.notFound(
                    "preset",
                    "there is no preset of that name: "
                            + FieldNames.suggestion(wanted.preset(), List.copyOf(presetNames())));
        }
        if (wanted.template() != null && template(wanted.template()).isEmpty()) {
            throw RequestRefusedException.notFound(
                    "template",
                    "there is no template of that name: "
                            + FieldNames.suggestion(wanted.template(), List.copyOf(templateNames())));
        }
        store().put(wanted);
    }

    public Optional<Preset> preset(String name) {
        return store().preset(name).or(() -> named(operator.presets(), name)).or(() -> named(shipped.presets(), name));
    }

    public List<Preset> presets() {
        Map<String, Preset> all = new TreeMap<>();
        shipped.presets().forEach(preset -> all.put(preset.name(), preset));
        operator.presets().forEach(preset -> all.put(preset.name(), preset));
        store().presets().forEach(preset -> all.put(preset.name(), preset));
        return List.copyOf(all.values());
    }

    public Set<String> presetNames() {
        Set<String> names = new TreeSet<>(store().presetNames());
        shipped.presets().forEach(preset -> names.add(preset.name()));
        operator.presets().forEach(preset -> names.add(preset.name()));
        return names;
    }

    /** @param reference its name, or {@code name@version} */
    public Optional<PromptTemplate> template(String reference) {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        int version = at < 0 ? 0 : version(reference.substring(at + 1));
        return store().template(name, version)
                .or(() -> template(operator.templates(), name, version))
                .or(() -> template(shipped.templates(), name, version));
    }

    /** The newest version of each. */
    public List<PromptTemplate> templates() {
        Map<String, PromptTemplate> all = new TreeMap<>();
        newest(shipped.templates()).forEach(all::put);
        newest(operator.templates()).forEach(all::put);
        store().templates().forEach(template -> all.put(template.name(), template));
        return List.copyOf(all.values());
    }

    public Set<String> templateNames() {
        Set<String> names = new TreeSet<>(store().templateNames());
        shipped.templates().forEach(template -> names.add(template.name()));
        operator.templates().forEach(template -> names.add(template.name()));
        return names;
    }

    /** Puts it in the place of one of that name. */
    public Preset putPreset(String name, @Nullable String description, @Nullable Map<String, String> fields) {
        Preset preset = checkedPreset("fields", name, description, fields);
        if (store().preset(name).isEmpty() && store().presetNames().size() >= CatalogueStore.MOST) {
            throw full("presets");
        }
        store().put(preset);
        return store().preset(name).orElse(preset);
    }

    /** @throws RequestRefusedException if that is none, of the parameter that holds the fields */
    public static Preset checkedPreset(
            String param, String name, @Nullable String description, @Nullable Map<String, String> fields) {
        try {
            Preset preset = new Preset(name, description, fields == null ? Map.of() : fields, null);
            preset.fields().forEach(PromptLibrary::checkChoice);
            return preset;
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid(param, String.valueOf(e.getMessage()));
        }
    }

    /** Puts it as the next version of that name. */
    public PromptTemplate putTemplate(String name, PromptTemplate template) {
        try {
            templateCheck.accept(template.prompt());
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid("text", String.valueOf(e.getMessage()));
        }
        int known = template(name).map(PromptTemplate::version).orElse(0);
        if (known == 0 && store().templateNames().size() >= CatalogueStore.MOST) {
            throw full("templates");
        }
        if (known >= CatalogueStore.MOST_VERSIONS) {
            throw new RequestRefusedException(
                    FailureCode.CONFLICT, null, "the template has " + known + " versions: take another name");
        }
        return store().put(template, known + 1);
    }

    public void deletePreset(String name) {
        if (!store().deletePreset(name)) {
            throw nothingToDelete(name, preset(name).isPresent());
        }
    }

    /** All versions of it. */
    public void deleteTemplate(String name) {
        if (!store().deleteTemplate(name)) {
            throw nothingToDelete(name, template(name).isPresent());
        }
    }

    private static RequestRefusedException nothingToDelete(String name, boolean elsewhere) {
        return elsewhere
                ? new RequestRefusedException(
                        FailureCode.CONFLICT,
                        null,
                        name + " comes with the farm and cannot be deleted: put another one under its name instead")
                : RequestRefusedException.notFound("there is no such name here");
    }

    private static RequestRefusedException full(String what) {
        return new RequestRefusedException(
                FailureCode.CONFLICT, null, "there are " + CatalogueStore.MOST + " " + what + ": delete some first");
    }

    private static void checkChoice(String name, String value) {
        RequestField field = Preset.field(name).orElseThrow();
        if (!field.choices().isEmpty() && !field.choices().contains(value)) {
            throw new IllegalArgumentException(name + " must be " + String.join(" or ", field.choices()));
        }
    }

    private static Optional<Preset> named(Collection<Preset> presets, String name) {
        return presets.stream().filter(preset -> preset.name().equals(name)).findFirst();
    }

    private static Optional<PromptTemplate> template(Collection<PromptTemplate> all, String name, int version) {
        return all.stream()
                .filter(template -> template.name().equals(name))
                .filter(template -> version == 0 || template.version() == version)
                .reduce((one, other) -> one.version() >= other.version() ? one : other);
    }

    private static Map<String, PromptTemplate> newest(Collection<PromptTemplate> templates) {
        Map<String, PromptTemplate> newest = new TreeMap<>();
        templates.forEach(template -> newest.merge(
                template.name(), template, (one, other) -> one.version() >= other.version() ? one : other));
        return newest;
    }

    private static int version(String text) {
        return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : -1;
    }

    /** @throws RequestRefusedException if it is no name */
    public static String checkedName(String name) {
        try {
            return CatalogueName.check(name);
        } catch (IllegalArgumentException e) {
            throw RequestRefusedException.invalid("name", String.valueOf(e.getMessage()));
        }
    }
}
