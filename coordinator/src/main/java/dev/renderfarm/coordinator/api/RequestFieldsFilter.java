package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.task.RequestField;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Lets the description of an upload say what a line may hold, from the fields' declaration. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class RequestFieldsFilter implements OASFilter {

    private static final String INTRODUCTION =
            "A line is a row of the CSV, an object with the same fields, or OpenAI's batch line with the image request"
                    + " as its body. Columns and fields of your own come back with the results. Fields of the farm:\n\n";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        String fields = Arrays.stream(RequestField.values())
                .map(field -> "* `" + field.wireName() + "`: " + field.description())
                .collect(Collectors.joining("\n"));
        api.getPaths().getPathItem("/v1/files").getPOST().setDescription(INTRODUCTION + fields);
    }
}
