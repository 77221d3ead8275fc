package dev.renderfarm.coordinator.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.renderfarm.common.access.AuditEntry;
import dev.renderfarm.common.access.DeletedKey;
import dev.renderfarm.common.access.KeyRequest;
import dev.renderfarm.common.access.KeyView;
import dev.renderfarm.common.access.SessionView;
import dev.renderfarm.common.api.AutoscaleView;
import dev.renderfarm.common.api.BatchList;
import dev.renderfarm.common.api.BatchPatch;
import dev.renderfarm.common.api.BatchRequest;
import dev.renderfarm.common.api.DeletedBatch;
import dev.renderfarm.common.api.DeletedFile;
import dev.renderfarm.common.api.DeletedWebhook;
import dev.renderfarm.common.api.DeletedWorker;
import dev.renderfarm.common.api.DeliveryView;
import dev.renderfarm.common.api.FailureView;
import dev.renderfarm.common.api.FarmView;
import dev.renderfarm.common.api.ImagesView;
import dev.renderfarm.common.api.ListView;
import dev.renderfarm.common.api.ModelView;
import dev.renderfarm.common.api.RebuildView;
import dev.renderfarm.common.api.RerollRequest;
import dev.renderfarm.common.api.RetryRequest;
import dev.renderfarm.common.api.ReviewRequest;
import dev.renderfarm.common.api.SkipRequest;
import dev.renderfarm.common.api.TaskDetails;
import dev.renderfarm.common.api.TaskView;
import dev.renderfarm.common.api.UploadedFile;
import dev.renderfarm.common.api.UsagePage;
import dev.renderfarm.common.api.WebhookRequest;
import dev.renderfarm.common.api.WebhookView;
import dev.renderfarm.common.api.WorkerView;
import dev.renderfarm.common.batch.Batch;
import dev.renderfarm.common.batch.BatchHistory;
import dev.renderfarm.common.catalogue.Correction;
import dev.renderfarm.common.catalogue.DefaultsRequest;
import dev.renderfarm.common.catalogue.DeletedEntry;
import dev.renderfarm.common.catalogue.DeliveryProfile;
import dev.renderfarm.common.catalogue.FarmDefaults;
import dev.renderfarm.common.catalogue.Preset;
import dev.renderfarm.common.catalogue.PresetRequest;
import dev.renderfarm.common.catalogue.PromptTemplate;
import dev.renderfarm.common.catalogue.TemplateRequest;
import dev.renderfarm.common.plan.BatchPlan;
import dev.renderfarm.common.wire.EpochSeconds;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/**
 * Makes the schemas say what the records promise: which properties are always there, which may be null, and in what form
 * a moment is written.
 */
final class RecordSchemas {

    private static final List<Class<?>> ANSWERS = List.of(
            AuditEntry.class,
            AutoscaleView.class,
            Batch.class,
            BatchHistory.class,
            BatchList.class,
            BatchPlan.class,
            DeletedBatch.class,
            DeletedEntry.class,
            DeletedFile.class,
            DeletedKey.class,
            DeletedWebhook.class,
            DeletedWorker.class,
            DeliveryProfile.class,
            DeliveryView.class,
            FailureView.class,
            FarmDefaults.class,
            FarmView.class,
            ImagesView.class,
            KeyView.class,
            ListView.class,
            ModelView.class,
            Preset.class,
            PromptTemplate.class,
            RebuildView.class,
            SessionView.class,
            TaskDetails.class,
            TaskView.class,
            UploadedFile.class,
            UsagePage.class,
            WebhookView.class,
            WorkerView.class);
    private static final List<Class<?>> REQUESTS = List.of(
            BatchPatch.class,
            BatchRequest.class,
            Correction.class,
            DefaultsRequest.class,
            KeyRequest.class,
            PresetRequest.class,
            RerollRequest.class,
            RetryRequest.class,
            ReviewRequest.class,
            SkipRequest.class,
            TemplateRequest.class,
            WebhookRequest.class);

    private final Map<String, Schema> schemas;
    private final Map<String, Class<?>> records = new HashMap<>();

    RecordSchemas(Map<String, Schema> schemas) {
        this.schemas = schemas;
    }

    /** @throws IllegalStateException if a body is of no record that is named here */
    void complete() {
        ANSWERS.forEach(this::collect);
        REQUESTS.forEach(this::collect);
        Set<Class<?>> sent = new HashSet<>();
        REQUESTS.forEach(request -> reach(request, sent));
        new TreeMap<>(schemas).forEach((name, schema) -> {
            if (schema.getProperties() != null) {
                Class<?> type = records.get(name.startsWith("ListView") ? "ListView" : name);
                if (type == null) {
                    throw new IllegalStateException("name the record of the body " + name + " in RecordSchemas");
                }
                complete(schema, type);
                if (sent.contains(type)) {
                    schema.setAdditionalPropertiesBoolean(false);
                }
            }
        });
    }

    /** The record and those in it. */
    private static void reach(Type type, Set<Class<?>> reached) {
        if (type instanceof ParameterizedType generic) {
            List.of(generic.getActualTypeArguments()).forEach(argument -> reach(argument, reached));
        } else if (type instanceof Class<?> found && found.isRecord() && reached.add(found)) {
            for (RecordComponent component : found.getRecordComponents()) {
                reach(component.getGenericType(), reached);
            }
        }
    }

    private void collect(Type type) {
        if (type instanceof ParameterizedType generic) {
            List.of(generic.getActualTypeArguments()).forEach(this::collect);
        } else if (type instanceof Class<?> found
                && found.isRecord()
                && records.putIfAbsent(found.getSimpleName(), found) == null) {
            for (RecordComponent component : found.getRecordComponents()) {
                collect(component.getGenericType());
            }
        }
    }

    private void complete(Schema schema, Class<?> type) {
        JsonInclude include = type.getAnnotation(JsonInclude.class);
        boolean nullsWritten = include != null && include.value() == JsonInclude.Include.ALWAYS;
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                complete(schema, component.getType());
            } else {
                complete(schema, component, nullsWritten, isRequest(type));
            }
        }
        constants(type).forEach(name -> require(schema, name));
    }

    /** What is written beside the components. */
    private static List<String> constants(Class<?> type) {
        List<Method> accessors = Stream.of(type.getRecordComponents())
                .map(RecordComponent::getAccessor)
                .toList();
        return Stream.of(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(JsonProperty.class) && !accessors.contains(method))
                .map(method -> method.getAnnotation(JsonProperty.class).value())
                .sorted()
                .toList();
    }

    private static void complete(Schema schema, RecordComponent component, boolean nullsWritten, boolean request) {
        String name = name(component);
        Schema property = schema.getProperties().get(name);
        if (property == null) {
            throw new IllegalStateException("the schema of " + component + " has no property " + name);
        }
        if (component.getAccessor().isAnnotationPresent(EpochSeconds.class)) {
            property = Schemas.of(SchemaType.INTEGER).format("int64").description("seconds since 1970");
        }
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        schema.addProperty(name, nullable && (nullsWritten || request) ? Schemas.orNull(property) : property);
        if (!nullable || nullsWritten) {
            require(schema, name);
        }
    }

    private static void require(Schema schema, String name) {
        if (schema.getRequired() == null || !schema.getRequired().contains(name)) {
            schema.addRequired(name);
        }
    }

    private static boolean isRequest(Class<?> type) {
        return REQUESTS.stream().anyMatch(request -> request == type || request == type.getEnclosingClass());
    }

    private static String name(RecordComponent component) {
        JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
        return named == null || named.value().isEmpty()
                ? component.getName().replaceAll("(?=[A-Z])", "_").toLowerCase(Locale.ROOT)
                : named.value();
    }
}
