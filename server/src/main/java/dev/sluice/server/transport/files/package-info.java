/**
 * Files of one folder, served as they are beside the service: the page of an application that uses it. Knows nothing of
 * documents, tenants and tokens; what is served is for anybody. Event loops never block: files are read asynchronously.
 */
@NullMarked
package dev.sluice.server.transport.files;

import org.jspecify.annotations.NullMarked;
