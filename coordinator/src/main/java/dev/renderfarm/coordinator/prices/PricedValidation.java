package dev.renderfarm.coordinator.prices;

import dev.renderfarm.coordinator.batch.BatchCommand;
import dev.renderfarm.coordinator.batch.BatchValidator;

/**
 * A batch that passes validation gets the price of that moment, and keeps it: no later price changes what it costs, and
 * all coordinators reckon alike.
 */
public final class PricedValidation implements BatchValidator {

    private final BatchValidator validator;
    private final DevicePrices prices;

    public PricedValidation(BatchValidator validator, DevicePrices prices) {
        this.validator = validator;
        this.prices = prices;
    }

    @Override
    public BatchCommand validate(BatchCommand.Submit submission) throws InterruptedException {
        BatchCommand answer = validator.validate(submission);
        return answer instanceof BatchCommand.Validated valid ? valid.at(prices.of(valid.model())) : answer;
    }
}
