package io.kdchain.examples.distillation;

import io.kdchain.core.adapt.AdaptedModel;
import io.kdchain.core.data.ContentDigest;
import io.kdchain.core.data.Standardisation;
import io.kdchain.core.distill.Mlp;
import io.kdchain.core.distill.Teacher;
import io.kdchain.core.trace.chain.Service;
import io.kdchain.core.trace.chain.TracedModel;
import java.util.Optional;

/** Models and services as the tracer asks them. */
final class TracedModels {

    private TracedModels() {}

    /** A service that prepares what it is asked by this standardisation. */
    static Service service(Standardisation standardisation, TracedModel model) {
        return new Service() {
            @Override
            public float[][] inputs(double[][] asked) {
                float[][] all = new float[asked.length][];
                for (int i = 0; i < all.length; i++) {
                    all[i] = standardisation.apply(asked[i]);
                }
                return all;
            }

            @Override
            public double[][] answers(double[][] asked) {
                return model.logits(inputs(asked));
            }
        };
    }

    /** A teacher or student, asked for its answers. */
    record Asked(Teacher teacher) implements TracedModel {
        @Override
        public double[][] logits(float[][] inputs) {
            return teacher.logits(inputs);
        }

        @Override
        public ContentDigest digest() {
            return teacher.digest();
        }

        @Override
        public Optional<double[][]> lastHidden(float[][] inputs) {
            return teacher instanceof Mlp network ? TracedModel.of(network).lastHidden(inputs) : Optional.empty();
        }
    }

    /** A model whose answers alone can be learned from. */
    record Answering(TracedModel model, int classes) implements Teacher {
        @Override
        public double[][] logits(float[][] inputs) {
            return model.logits(inputs);
        }

        @Override
        public ContentDigest digest() {
            return model.digest();
        }
    }

    record Adapted(AdaptedModel model) implements TracedModel {
        @Override
        public double[][] logits(float[][] inputs) {
            return model.logits(inputs);
        }

        @Override
        public ContentDigest digest() {
            return model.digest();
        }
    }
}
