package io.kdchain.provenance.event;

import java.util.List;

/**
 * Others were told of a limitation of a model.
 *
 * @param model the model
 * @param to who was told
 * @param limitation what it cannot do
 */
public record LimitationDisclosed(EntityId model, List<PartyId> to, String limitation) implements EventBody {

    public LimitationDisclosed {
        to = List.copyOf(to);
    }
}
