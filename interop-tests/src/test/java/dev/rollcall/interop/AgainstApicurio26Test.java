package dev.rollcall.interop;

import dev.rollcall.stack.LocalStack;
import dev.rollcall.stack.RegistryServer;

/** With the registry of the local stack, Apicurio 2.6.13. */
class AgainstApicurio26Test extends GenuineClients {
    @Override
    RegistryServer registry(LocalStack stack) {
        return stack.registry();
    }
}
