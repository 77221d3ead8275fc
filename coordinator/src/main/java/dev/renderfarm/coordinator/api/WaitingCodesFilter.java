package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.batch.WaitingCode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Lets the description of a batch say what it may stand still for, from the codes' declaration. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class WaitingCodesFilter implements OASFilter {

    private static final String INTRODUCTION = "While no picture moves `renderfarm.waiting_for` says why, with `code`,"
            + " `message` and `since`; it is absent while pictures move. Its codes:\n\n";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        String codes = Arrays.stream(WaitingCode.values())
                .map(code -> "* `" + code.wireName() + "`: " + code.description())
                .collect(Collectors.joining("\n"));
        api.getPaths().getPathItem("/v1/batches/{id}").getGET().setDescription(INTRODUCTION + codes);
    }
}
