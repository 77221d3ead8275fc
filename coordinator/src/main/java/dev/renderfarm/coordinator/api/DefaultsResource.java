package dev.renderfarm.coordinator.api;

import dev.renderfarm.common.batch.DevicePrice;
import dev.renderfarm.common.catalogue.DefaultsRequest;
import dev.renderfarm.common.catalogue.FarmDefaults;
import dev.renderfarm.common.model.ModelManifest;
import dev.renderfarm.coordinator.catalogue.PromptLibrary;
import dev.renderfarm.coordinator.http.RequestRefusedException;
import dev.renderfarm.coordinator.models.ModelRegistry;
import dev.renderfarm.coordinator.prices.DevicePrices;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** What counts where nobody says anything. */
@Path("/v1/defaults")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "PromptLibrary")
class DefaultsResource {

    private final PromptLibrary catalogue;
    private final ModelRegistry models;
    private final DevicePrices prices;

    DefaultsResource(PromptLibrary catalogue, ModelRegistry models, DevicePrices prices) {
        this.catalogue = catalogue;
        this.models = models;
        this.prices = prices;
    }

    @GET
    @Operation(
            summary = "What counts where a batch and its lines are silent",
            description =
                    "Of each model: size, steps, guidance, bounds and price. `preset` and `template` are what the caller's "
                            + "tenant suggests, or else the operator; neither is applied unasked.")
    public FarmDefaults get() {
        DefaultsRequest suggested = catalogue.suggested();
        return new FarmDefaults(
                suggested.preset(),
                suggested.template(),
                models.all().stream().map(model -> of(model.manifest())).toList());
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Suggest a preset and a template",
            description =
                    "To whoever makes batches of the caller's tenant, in the place of what it suggested before. Where "
                            + "one is left out, what the operator suggests counts. The rest of the defaults is the models'.")
    public FarmDefaults put(@Nullable DefaultsRequest request) {
        if (request == null) {
            throw RequestRefusedException.invalid(null, "the body is missing: send preset, template, or neither as {}");
        }
        catalogue.suggest(request);
        return get();
    }

    private FarmDefaults.Model of(ModelManifest manifest) {
        DevicePrice price = prices.of(manifest.name());
        return new FarmDefaults.Model(
                manifest.name(),
                manifest.defaults().size(),
                manifest.defaults().sampling().numInferenceSteps(),
                manifest.defaults().maxInferenceSteps(),
                manifest.defaults().sampling().guidanceScale(),
                manifest.tokenizer().maxTokens(),
                manifest.size().multiple(),
                manifest.size().minSide(),
                manifest.size().maxSide(),
                manifest.size().maxPixels(),
                price == null ? null : price.perDeviceHour(),
                price == null ? null : price.currency());
    }
}
