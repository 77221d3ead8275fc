package dev.renderfarm.coordinator.contract;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;

/** Completes the contract when the farm is built. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public final class ContractFilter implements OASFilter {

    @Override
    public void filterOpenAPI(OpenAPI api) {
        new RecordSchemas(api.getComponents().getSchemas()).complete();
        new RequestBounds(api).complete();
        new KeyBounds(api).complete();
        new ErrorAnswers(api).complete();
    }
}
