package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.batch.BatchState;
import dev.renderfarm.common.batch.WaitingCode;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;

/** Lets descriptions say what a batch may stand still for, and which states the list knows, from their declarations. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class DeclaredCodesFilter implements OASFilter {

    private static final String INTRODUCTION = "While no picture moves `renderfarm.waiting_for` says why, with `code`,"
            + " `message` and `since`; it is absent while pictures move. Its codes:\n\n";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        String codes = Arrays.stream(WaitingCode.values())
                .map(code -> "* `" + code.wireName() + "`: " + code.description())
                .collect(Collectors.joining("\n"));
        api.getPaths().getPathItem("/v1/batches/{id}").getGET().setDescription(INTRODUCTION + codes);
        Operation list = api.getPaths().getPathItem("/v1/batches").getGET();
        list.setDescription(list.getDescription() + "\n\nA batch of a `state`:\n\n"
                + Arrays.stream(BatchState.values())
                        .map(state -> "* `" + state.wireName() + "` " + state.description())
                        .collect(Collectors.joining("\n")));
    }
}
