// Made by `npm run client` from the OpenAPI document 7d673b396fe15903c647098d2a8dcb9fdb77a1a4c3699a8012dc653c51f33b24. Do not edit: change the document.

export interface paths {
    "/v1/listings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List listings, newest first
         * @description Whole listings that are published now, by `datePosted`, then by id, descending. Writers may ask for other states (`effectiveState`, repeated) and for the full view. A page may be shorter than `limit`, since it ends at 4 MiB: go on until `nextCursor` is null.
         */
        get: operations["listListings"];
        put?: never;
        /**
         * Create a listing
         * @description With `Idempotency-Key` the same request again answers 201 with the listing as it is then, and `Idempotent-Replayed: true`. A `source` that another listing has is 409, with that listing's `Location`.
         */
        post: operations["createListing"];
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightListListings"];
        /**
         * List listings, newest first: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headListListings"];
        patch?: never;
        trace?: never;
    };
    "/v1/listings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a listing
         * @description The public view, or with `view=full` everything. Expired, paused, filled and archived listings are shown with that `effectiveState`; drafts and what is not yet published are 404 in the public view. A deleted one is 410 for 30 days.
         */
        get: operations["getListing"];
        /**
         * Replace a listing
         * @description An absent `datePosted`, `state` or `promotion` keeps what is stored; every other absent field is removed. The same content again is `unchanged` and takes no place in the log.
         */
        put: operations["replaceListing"];
        post?: never;
        /**
         * Delete a listing
         * @description Repeated, it is 204 again. `If-Match` is optional.
         */
        delete: operations["deleteListing"];
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetListing"];
        /**
         * Read a listing: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetListing"];
        /**
         * Change some fields of a listing
         * @description A JSON Merge Patch: null removes a field, objects are merged, lists are replaced whole.
         */
        patch: operations["patchListing"];
        trace?: never;
    };
    "/v1/listings/{id}/markdown": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a listing as a Markdown file
         * @description Front matter and body; with `view=full` all of it, so that importing the file is `unchanged`.
         */
        get: operations["getListingMarkdown"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetListingMarkdown"];
        /**
         * Read a listing as a Markdown file: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetListingMarkdown"];
        patch?: never;
        trace?: never;
    };
    "/v1/listings/{id}/jsonld": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a listing as a JobPosting
         * @description Of schema.org, for search engines; nothing that is missing is guessed. With `report=true` instead what Google's rules say of it.
         */
        get: operations["getListingJsonLd"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetListingJsonLd"];
        /**
         * Read a listing as a JobPosting: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetListingJsonLd"];
        patch?: never;
        trace?: never;
    };
    "/v1/listings/{id}/html": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a listing as a page
         * @description HTML that is safe to show whatever the description holds, under a policy that lets it load nothing.
         */
        get: operations["getListingPage"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetListingPage"];
        /**
         * Read a listing as a page: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetListingPage"];
        patch?: never;
        trace?: never;
    };
    "/v1/sources/{source}/listing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a listing by its source
         * @description As reading it by its id.
         */
        get: operations["getSourceListing"];
        /**
         * Create or replace a listing by its source
         * @description The identity in the address wins over one in the body. The same content again is `unchanged`; over a deleted listing it is created anew, with the same id. With `If-Match` nothing is created: 412.
         */
        put: operations["putSourceListing"];
        post?: never;
        /**
         * Delete a listing by its source
         * @description 204 also for what is deleted already or was never there, so that a feed can repeat itself.
         */
        delete: operations["deleteSourceListing"];
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetSourceListing"];
        /**
         * Read a listing by its source: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetSourceListing"];
        patch?: never;
        trace?: never;
    };
    "/v1/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import many listings
         * @description Creates and replaces by source; the same input again is `unchanged`. The answer is a stream of one JSON value a line, in the order of the input: a result for each row, then a summary. A bad row never blocks another. Without the last line the answer was cut: send it again. A row needs `source.externalId`, or the `id` of its own export. With `mode=retain` rows name what is still there, and published listings of `source` that no row names are archived; more than `maxArchivedPercent` of them are 409, and nothing is written.
         */
        post: operations["importListings"];
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightImportListings"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export everything
         * @description All pages, then the changes from the first page's `changesCursor`, give the exact state. A page may be shorter than `limit`.
         */
        get: operations["exportListings"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightExportListings"];
        /**
         * Export everything: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headExportListings"];
        patch?: never;
        trace?: never;
    };
    "/v1/parse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read a raw posting
         * @description A draft, and the text that each of its values rests on. Nothing is invented, nothing is stored.
         */
        post: operations["parsePosting"];
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightParsePosting"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search listings
         * @description Only listings that are published now are found. Totals and facet counts are exact over the whole result; a facet does not apply its own filter. A cursor belongs to its query. Equal ETags mean equal results.
         */
        get: operations["search"];
        put?: never;
        /**
         * Search listings, asked for in a body
         * @description The parameters of the search as members of an object: lists, numbers and booleans as such.
         */
        post: operations["searchByBody"];
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightSearch"];
        /**
         * Search listings: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headSearch"];
        patch?: never;
        trace?: never;
    };
    "/v1/suggest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Complete what a person is typing
         * @description Values of published listings that have all words of `q`, the last one as the start of a longer word, the commonest first.
         */
        get: operations["suggest"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightSuggest"];
        /**
         * Complete what a person is typing: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headSuggest"];
        patch?: never;
        trace?: never;
    };
    "/v1/feed.rss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a search, as RSS 2.0
         * @description Takes the parameters of the search and has its order (`sort=newest` for the newest first); each listing is whole. `facet`, `highlight`, `explain` and `explainId` are taken and change nothing: a feed has no place for what they ask for.
         */
        get: operations["getRssFeed"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetRssFeed"];
        /**
         * Follow a search, as RSS 2.0: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetRssFeed"];
        patch?: never;
        trace?: never;
    };
    "/v1/feed.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a search, as JSON Feed 1.1
         * @description Takes the parameters of the search and has its order (`sort=newest` for the newest first); each listing is whole. `facet`, `highlight`, `explain` and `explainId` are taken and change nothing: a feed has no place for what they ask for.
         */
        get: operations["getJsonFeed"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetJsonFeed"];
        /**
         * Follow a search, as JSON Feed 1.1: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetJsonFeed"];
        patch?: never;
        trace?: never;
    };
    "/v1/feed.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a search, as XML as Indeed reads it
         * @description Takes the parameters of the search and has its order (`sort=newest` for the newest first); each listing is whole. `facet`, `highlight`, `explain` and `explainId` are taken and change nothing: a feed has no place for what they ask for.
         */
        get: operations["getXmlFeed"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetXmlFeed"];
        /**
         * Follow a search, as XML as Indeed reads it: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetXmlFeed"];
        patch?: never;
        trace?: never;
    };
    "/sitemap.xml": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The pages of all published listings, for crawlers
         * @description One sitemap, or an index of several; each entry's `lastmod` is true.
         */
        get: operations["getSitemap"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetSitemap"];
        /**
         * The pages of all published listings, for crawlers: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetSitemap"];
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the log
         * @description From the beginning without `cursor`. `nextCursor` is always there; poll with it. Time passing `visibleFrom` or `visibleUntil` is no change. 410 when the log was trimmed behind the cursor, or the board is another one: start again from an export.
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightListChanges"];
        /**
         * Read the log: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headListChanges"];
        patch?: never;
        trace?: never;
    };
    "/v1/maintenance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do what is due
         * @description Publishes the index if anything has changed, deletes what nobody can need any more. Idempotent; a schedule calls it.
         */
        post: operations["maintain"];
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightMaintain"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare index and store
         * @description Reads everything, at one position of the log.
         */
        get: operations["verify"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightVerify"];
        /**
         * Compare index and store: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headVerify"];
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether searches can be answered
         * @description 503 with the reason while they cannot.
         */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetReadiness"];
        /**
         * Whether searches can be answered: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetReadiness"];
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the process serves
         * @description Needs no store: a platform must not restart a process for the store's sake.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetHealth"];
        /**
         * Whether the process serves: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetHealth"];
        patch?: never;
        trace?: never;
    };
    "/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the limits
         * @description Those of a listing are equal everywhere, those of a request are this deployment's.
         */
        get: operations["getLimits"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetLimits"];
        /**
         * Read the limits: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetLimits"];
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this document
         * @description OpenAPI 3.1. Its ETag changes with what it says.
         */
        get: operations["getOpenApiDocument"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetOpenApiDocument"];
        /**
         * Read this document: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetOpenApiDocument"];
        patch?: never;
        trace?: never;
    };
    "/docs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read this document as a page
         * @description One HTML page, without scripts, that needs nothing else.
         */
        get: operations["getDocumentationPage"];
        put?: never;
        post?: never;
        delete?: never;
        /**
         * Which methods work here
         * @description For a browser's preflight; may be remembered for a day.
         */
        options: operations["preflightGetDocumentationPage"];
        /**
         * Read this document as a page: the headers alone
         * @description As GET, without the body.
         */
        head: operations["headGetDocumentationPage"];
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        CompanyInput: {
            name?: string | null;
            website?: string | null;
            logoUrl?: string | null;
        };
        DescriptionInput: {
            /** @enum {string} */
            format: "markdown" | "html" | "text";
            value: string;
        };
        PlaceInput: {
            /** @description As the posting has it. */
            raw?: string | null;
            street?: string | null;
            city?: string | null;
            region?: string | null;
            postalCode?: string | null;
            /** @description ISO 3166-1 alpha-2, upper case. */
            country?: string | null;
            /** @description Degrees, WGS 84; with `lng` or not at all. */
            lat?: number | null;
            /** @description Degrees, WGS 84; with `lat` or not at all. */
            lng?: number | null;
        };
        ApplicantLocationInput: {
            /** @enum {string} */
            type: "country" | "state" | "city";
            name: string;
            code?: string | null;
        };
        CompensationInput: {
            /** @description Such as base or bonus. */
            label?: string | null;
            /** @description As the posting has it. */
            raw?: string | null;
            /** @description ISO 4217, upper case. */
            currency?: string | null;
            /** @description A decimal, not negative; in bodies as text or as a number. */
            min?: string | number | null;
            /** @description A decimal, not below `min`; in bodies as text or as a number. */
            max?: string | number | null;
            /** @enum {string|null} */
            unit?: "hour" | "day" | "week" | "month" | "year" | null;
        };
        ApplyInput: {
            /** @description http, https or mailto. */
            url?: string | null;
            email?: string | null;
            /** @description Whether applying goes to the employer itself. */
            direct?: boolean | null;
        };
        SourceInput: {
            name: string;
            externalId: string;
            url?: string | null;
            /** @description The careers page it was found on; shown to writers only. */
            hubUrl?: string | null;
        };
        Company: {
            name?: string;
            website?: string;
            logoUrl?: string;
        };
        Description: {
            /** @enum {string} */
            format: "markdown" | "html" | "text";
            value: string;
        };
        Place: {
            /** @description As the posting has it. */
            raw?: string;
            street?: string;
            city?: string;
            region?: string;
            postalCode?: string;
            /** @description ISO 3166-1 alpha-2, upper case. */
            country?: string;
            /** @description Degrees, WGS 84; with `lng` or not at all. */
            lat?: number;
            /** @description Degrees, WGS 84; with `lat` or not at all. */
            lng?: number;
        };
        ApplicantLocation: {
            /** @enum {string} */
            type: "country" | "state" | "city";
            name: string;
            code?: string;
        };
        Compensation: {
            /** @description Such as base or bonus. */
            label?: string;
            /** @description As the posting has it. */
            raw?: string;
            /** @description ISO 4217, upper case. */
            currency?: string;
            /** @description A decimal, not negative; in bodies as text or as a number. */
            min?: string;
            /** @description A decimal, not below `min`; in bodies as text or as a number. */
            max?: string;
            /** @enum {string} */
            unit?: "hour" | "day" | "week" | "month" | "year";
        };
        Apply: {
            /** @description http, https or mailto. */
            url?: string;
            email?: string;
            /** @description Whether applying goes to the employer itself. */
            direct?: boolean;
        };
        Source: {
            name: string;
            externalId: string;
            url?: string;
            /** @description The careers page it was found on; shown to writers only. */
            hubUrl?: string;
        };
        /** @description A listing as it is written. `title` and `company.name` are required unless `state` is `draft`. Null equals absent. Read-only fields of an answer are accepted and ignored, so that an answer can be edited and sent back; unknown fields are refused. */
        ListingInput: {
            /** @description Not blank. Required unless `state` is `draft`. */
            title?: string | null;
            /** @description Required, with its name, unless `state` is `draft`. */
            company?: components["schemas"]["CompanyInput"] | null;
            /** @description The posting itself, kept byte for byte. */
            description?: components["schemas"]["DescriptionInput"] | null;
            /** @description A few sentences for result pages. */
            summary?: string | null;
            /** @description Where the work is; filters of a place hold for one of them. */
            locations?: components["schemas"]["PlaceInput"][] | null;
            /** @enum {string|null} */
            workplaceType?: "onsite" | "hybrid" | "remote" | null;
            /** @description Where applicants may live. */
            applicantLocations?: components["schemas"]["ApplicantLocationInput"][] | null;
            /** @description A set; answers have it in the order of the list. */
            employmentTypes?: ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other")[] | null;
            /** @enum {string|null} */
            seniority?: "intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive" | null;
            /** @description As the employer sorts its openings. */
            category?: string | null;
            /** @description Of the posting: a BCP 47 tag. */
            language?: string | null;
            /** @description The employer's number of the opening. */
            requisitionId?: string | null;
            /** @description In the order and spelling they were written in; repeats are kept. */
            tags?: string[] | null;
            skills?: string[] | null;
            /** @description Each entry has at least one of `min`, `max` and `raw`; `currency` and `unit` with `min` or `max`. */
            compensation?: components["schemas"]["CompensationInput"][] | null;
            /** @description How to apply. */
            apply?: components["schemas"]["ApplyInput"] | null;
            /** @description The canonical posting. */
            url?: string | null;
            /** @description Who has it first, and under which id. Fixed at creation; unique on the board; determines `id`. */
            source?: components["schemas"]["SourceInput"] | null;
            /** @description Higher comes first among equals. Default 0. */
            promotion?: number | null;
            /**
             * @description What the publisher says; `effectiveState` is what readers see. Default `published`.
             * @enum {string|null}
             */
            state?: "draft" | "published" | "paused" | "filled" | "archived" | null;
            /** @description When readers may see it first; default: at once. */
            publishAt?: string | null;
            /** @description When they may no longer. A date ends with that day in `timeZone`, else the board's, else UTC. */
            validThrough?: string | null;
            /** @description Default: when it was created. The precision that was given is kept. */
            datePosted?: string | null;
            /** @description An IANA name, such as `Europe/Berlin`. */
            timeZone?: string | null;
            /** @description The board's own fields, to filter by (`attribute=key:value`). At most 50 KB of JSON. */
            attributes?: {
                [key: string]: string[] | null;
            } | null;
            /** @description The board's own numbers, to filter by (`number=key:min..max`). At most 50 KB of JSON. */
            numbers?: {
                [key: string]: string | number | null;
            } | null;
            /** @description Any JSON object of at most 50 KB, kept verbatim, not searched, shown to writers only. */
            extra?: Record<string, never> | null;
            /** @description 26 characters, opaque. */
            readonly id?: unknown;
            /** @description Decoration for addresses: from the file's name or the title. */
            readonly slug?: unknown;
            /** @description Grows with every change, not by one. */
            readonly revision?: unknown;
            /** @description What readers see now. */
            readonly effectiveState?: unknown;
            /** @description First instant at which readers may see it. */
            readonly visibleFrom?: unknown;
            /** @description First instant at which they may no longer. */
            readonly visibleUntil?: unknown;
            readonly createdAt?: unknown;
            readonly updatedAt?: unknown;
            /** @description Place in the log of the change that made it so. */
            readonly position?: unknown;
        };
        /** @description A JSON Merge Patch (RFC 7396): null removes a field, objects are merged, lists are replaced whole. The outcome must be a sound listing. */
        ListingPatch: {
            /** @description Not blank. Required unless `state` is `draft`. */
            title?: string | null;
            /** @description Merged into what is stored; the outcome is as `CompanyInput` says. */
            company?: {
                [key: string]: unknown;
            } | null;
            /** @description Merged into what is stored; the outcome is as `DescriptionInput` says. */
            description?: {
                [key: string]: unknown;
            } | null;
            /** @description A few sentences for result pages. */
            summary?: string | null;
            /** @description Where the work is; filters of a place hold for one of them. */
            locations?: components["schemas"]["PlaceInput"][] | null;
            /** @enum {string|null} */
            workplaceType?: "onsite" | "hybrid" | "remote" | null;
            /** @description Where applicants may live. */
            applicantLocations?: components["schemas"]["ApplicantLocationInput"][] | null;
            /** @description A set; answers have it in the order of the list. */
            employmentTypes?: ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other")[] | null;
            /** @enum {string|null} */
            seniority?: "intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive" | null;
            /** @description As the employer sorts its openings. */
            category?: string | null;
            /** @description Of the posting: a BCP 47 tag. */
            language?: string | null;
            /** @description The employer's number of the opening. */
            requisitionId?: string | null;
            /** @description In the order and spelling they were written in; repeats are kept. */
            tags?: string[] | null;
            skills?: string[] | null;
            /** @description Each entry has at least one of `min`, `max` and `raw`; `currency` and `unit` with `min` or `max`. */
            compensation?: components["schemas"]["CompensationInput"][] | null;
            /** @description Merged into what is stored; the outcome is as `ApplyInput` says. */
            apply?: {
                [key: string]: unknown;
            } | null;
            /** @description The canonical posting. */
            url?: string | null;
            /** @description Merged into what is stored; the outcome is as `SourceInput` says. */
            source?: {
                [key: string]: unknown;
            } | null;
            /** @description Higher comes first among equals. Default 0. */
            promotion?: number | null;
            /**
             * @description What the publisher says; `effectiveState` is what readers see. Default `published`.
             * @enum {string|null}
             */
            state?: "draft" | "published" | "paused" | "filled" | "archived" | null;
            /** @description When readers may see it first; default: at once. */
            publishAt?: string | null;
            /** @description When they may no longer. A date ends with that day in `timeZone`, else the board's, else UTC. */
            validThrough?: string | null;
            /** @description Default: when it was created. The precision that was given is kept. */
            datePosted?: string | null;
            /** @description An IANA name, such as `Europe/Berlin`. */
            timeZone?: string | null;
            /** @description The board's own fields, to filter by (`attribute=key:value`). At most 50 KB of JSON. */
            attributes?: {
                [key: string]: string[] | null;
            } | null;
            /** @description The board's own numbers, to filter by (`number=key:min..max`). At most 50 KB of JSON. */
            numbers?: {
                [key: string]: string | number | null;
            } | null;
            /** @description Any JSON object of at most 50 KB, kept verbatim, not searched, shown to writers only. */
            extra?: Record<string, never> | null;
            /** @description 26 characters, opaque. */
            readonly id?: unknown;
            /** @description Decoration for addresses: from the file's name or the title. */
            readonly slug?: unknown;
            /** @description Grows with every change, not by one. */
            readonly revision?: unknown;
            /** @description What readers see now. */
            readonly effectiveState?: unknown;
            /** @description First instant at which readers may see it. */
            readonly visibleFrom?: unknown;
            /** @description First instant at which they may no longer. */
            readonly visibleUntil?: unknown;
            readonly createdAt?: unknown;
            readonly updatedAt?: unknown;
            /** @description Place in the log of the change that made it so. */
            readonly position?: unknown;
        };
        /** @description A listing as it is read. The public view never has `extra` and `source.hubUrl`. Empty fields are left out, lists are always there. */
        Listing: {
            /** @description 26 characters, opaque. */
            id: string;
            /** @description Decoration for addresses: from the file's name or the title. */
            slug: string;
            /** @description Grows with every change, not by one. */
            revision: number;
            /**
             * @description What readers see now.
             * @enum {string}
             */
            effectiveState: "draft" | "scheduled" | "published" | "paused" | "filled" | "expired" | "archived";
            /**
             * Format: date-time
             * @description First instant at which readers may see it.
             */
            visibleFrom?: string;
            /**
             * Format: date-time
             * @description First instant at which they may no longer.
             */
            visibleUntil?: string;
            /** Format: date-time */
            createdAt: string;
            /** Format: date-time */
            updatedAt: string;
            /** @description Place in the log of the change that made it so. */
            position: string;
            /** @description Not blank. Required unless `state` is `draft`. */
            title?: string;
            /** @description Required, with its name, unless `state` is `draft`. */
            company?: components["schemas"]["Company"];
            /** @description The posting itself, kept byte for byte. */
            description?: components["schemas"]["Description"];
            /** @description A few sentences for result pages. */
            summary?: string;
            /** @description Where the work is; filters of a place hold for one of them. */
            locations: components["schemas"]["Place"][];
            /** @enum {string} */
            workplaceType?: "onsite" | "hybrid" | "remote";
            /** @description Where applicants may live. */
            applicantLocations: components["schemas"]["ApplicantLocation"][];
            /** @description A set; answers have it in the order of the list. */
            employmentTypes: ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other")[];
            /** @enum {string} */
            seniority?: "intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive";
            /** @description As the employer sorts its openings. */
            category?: string;
            /** @description Of the posting: a BCP 47 tag. */
            language?: string;
            /** @description The employer's number of the opening. */
            requisitionId?: string;
            /** @description In the order and spelling they were written in; repeats are kept. */
            tags: string[];
            skills: string[];
            /** @description Each entry has at least one of `min`, `max` and `raw`; `currency` and `unit` with `min` or `max`. */
            compensation: components["schemas"]["Compensation"][];
            /** @description How to apply. */
            apply?: components["schemas"]["Apply"];
            /** @description The canonical posting. */
            url?: string;
            /** @description Who has it first, and under which id. Fixed at creation; unique on the board; determines `id`. */
            source?: components["schemas"]["Source"];
            /** @description Higher comes first among equals. Default 0. */
            promotion: number;
            /**
             * @description What the publisher says; `effectiveState` is what readers see. Default `published`.
             * @enum {string}
             */
            state: "draft" | "published" | "paused" | "filled" | "archived";
            /** @description When readers may see it first; default: at once. */
            publishAt?: string;
            /** @description When they may no longer. A date ends with that day in `timeZone`, else the board's, else UTC. */
            validThrough?: string;
            /** @description Default: when it was created. The precision that was given is kept. */
            datePosted: string;
            /** @description An IANA name, such as `Europe/Berlin`. */
            timeZone?: string;
            /** @description The board's own fields, to filter by (`attribute=key:value`). At most 50 KB of JSON. */
            attributes?: {
                [key: string]: string[];
            };
            /** @description The board's own numbers, to filter by (`number=key:min..max`). At most 50 KB of JSON. */
            numbers?: {
                [key: string]: string;
            };
            /** @description Any JSON object of at most 50 KB, kept verbatim, not searched, shown to writers only. */
            extra?: Record<string, never>;
        };
        /** @description What a search result shows of a listing. */
        ListingCard: {
            /** @description Not blank. Required unless `state` is `draft`. */
            title?: string;
            /** @description Required, with its name, unless `state` is `draft`. */
            company?: components["schemas"]["Company"];
            /** @description Where the work is; filters of a place hold for one of them. */
            locations: components["schemas"]["Place"][];
            /** @enum {string} */
            workplaceType?: "onsite" | "hybrid" | "remote";
            /** @description A set; answers have it in the order of the list. */
            employmentTypes: ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other")[];
            /** @enum {string} */
            seniority?: "intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive";
            /** @description As the employer sorts its openings. */
            category?: string;
            /** @description Of the posting: a BCP 47 tag. */
            language?: string;
            /** @description In the order and spelling they were written in; repeats are kept. */
            tags: string[];
            /** @description A few sentences for result pages. */
            summary?: string;
            /** @description Each entry has at least one of `min`, `max` and `raw`; `currency` and `unit` with `min` or `max`. */
            compensation: components["schemas"]["Compensation"][];
            /** @description Higher comes first among equals. Default 0. */
            promotion: number;
            /** @description The canonical posting. */
            url?: string;
            /** @description How to apply. */
            apply?: components["schemas"]["Apply"];
            /** @description Default: when it was created. The precision that was given is kept. */
            datePosted: string;
            /**
             * Format: date-time
             * @description First instant at which they may no longer.
             */
            visibleUntil?: string;
            /** @description Decoration for addresses: from the file's name or the title. */
            slug: string;
        };
        /** @description One page of what was found. */
        SearchAnswer: {
            /** @description Listings found; exact, unless `partial`. */
            total: number;
            items: components["schemas"]["Hit"][];
            /** @description In the order they were asked for. */
            facets: components["schemas"]["Facet"][];
            /** @description Where the next page begins; null at the end. */
            nextCursor: string | null;
            /** @description Too much work: only the newest listings were searched, `total` is a lower bound. */
            partial: boolean;
            /** @description No listing has all words: these have some of them. */
            broadened: boolean;
            /** @description By relevance: listings or the minute, and so perhaps the order, changed since the page before. */
            viewChanged: boolean;
            corrections: {
                from: string;
                to: string;
            }[];
            explained?: components["schemas"]["Explained"];
        };
        /** @description One listing that was found. */
        Hit: {
            id: string;
            /** @description Comparable within one answer; 0 without a query. */
            score: number;
            listing: components["schemas"]["ListingCard"];
            /** @description With `highlight=true`. */
            highlights?: components["schemas"]["Highlight"][];
            explain?: components["schemas"]["HitExplanation"];
            /** @description To the nearest of its places, with `near`. */
            distanceKm?: number;
        };
        /** @description Where the words of the query stand in a text of the card. */
        Highlight: {
            /** @enum {string} */
            field: "title" | "company" | "location" | "tag" | "summary";
            text: string;
            ranges: {
                /** @description UTF-16 units of the text. */
                start: number;
                /** @description UTF-16 units of the text. */
                end: number;
            }[];
        };
        /** @description What a score is made of: `text` × (1 + both boosts). */
        HitExplanation: {
            text: number;
            promotionBoost: number;
            recencyBoost: number;
            terms: components["schemas"]["TermExplanation"][];
        };
        /** @description One term that counted; `score` is weight × rarity × impact. */
        TermExplanation: {
            /** @description As typed. */
            query: string;
            /** @enum {string} */
            kind: "exact" | "synonym" | "prefix" | "typo";
            term: string;
            weight: number;
            rarity: number;
            impact: number;
            score: number;
        };
        /** @description Why the listing of `explainId` is in the result, or is not. */
        Explained: {
            id: string;
            found: boolean;
            /** @description Among all results, if it is found. */
            rank?: number;
            reasons: {
                /** @enum {string} */
                code: "status" | "query" | "excluded" | "filter" | "partial" | "duplicate";
                detail: string;
            }[];
        };
        /** @description How many results each value would give; its own filter does not apply to it. */
        Facet: {
            name: string;
            /** @description By count, then by value. */
            buckets: components["schemas"]["Bucket"][];
            /** @description Results without a value. */
            missing: number;
        };
        /** @description A value, in its commonest spelling, that can be sent back as a filter. */
        Bucket: {
            value: string;
            count: number;
            from?: number;
            /** @description Exclusive. */
            to?: number;
        };
        /** @description What a person may be about to type, the commonest first. */
        Suggestions: {
            items: {
                /** @enum {string} */
                kind: "company" | "location" | "tag" | "title";
                value: string;
                count: number;
            }[];
        };
        /** @description One page of listings. */
        ListingPage: {
            items: components["schemas"]["Listing"][];
            /** @description Where the next page begins; null at the end. */
            nextCursor: string | null;
        };
        /** @description One page of everything, drafts too. */
        ExportPage: {
            items: components["schemas"]["Listing"][];
            /** @description Where the next page begins; null at the end. */
            nextCursor: string | null;
            /** @description The changes from here, behind the last page, make the copy exact. */
            changesCursor: string;
        };
        /** @description Changes in the order of the log. */
        ChangePage: {
            items: components["schemas"]["Change"][];
            /** @description Where to go on; always there. */
            nextCursor: string;
            /** @description Whether more is known to follow. */
            more: boolean;
        };
        /** @description One change of one listing. */
        Change: {
            id: string;
            revision: number;
            /** @enum {string} */
            kind: "put" | "delete";
            /** Format: date-time */
            at: string;
            /** @description With `include=listing`: as this change left it, in full. */
            listing?: components["schemas"]["Listing"];
        };
        /** @description One line of the answer to an import: a row's result, in the order of the input, or the summary at the end. */
        ImportLine: components["schemas"]["ImportRow"] | components["schemas"]["ImportSummary"];
        /** @description What became of one row. */
        ImportRow: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "row";
            /** @description Of the row in the input, from 0. */
            index: number;
            /** @description Of the file in an archive. */
            name?: string;
            externalId?: string;
            id?: string;
            /** @enum {string} */
            action: "created" | "updated" | "unchanged" | "rejected";
            errors?: components["schemas"]["Fault"][];
        };
        /** @description The last line. Without it the answer was cut: send the input again. */
        ImportSummary: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            kind: "summary";
            created: number;
            updated: number;
            unchanged: number;
            rejected: number;
            archived: number;
            /** @description False when time or bytes ran out: send the rest, from `nextIndex`, or all again. */
            complete: boolean;
            nextIndex?: number;
            /** @description Place in the log, opaque. */
            position: string;
        };
        /** @description A draft, the evidence for each of its values, and what the text does not say. */
        ParsedPosting: {
            draft: components["schemas"]["PostingDraft"];
            spans: {
                field: string;
                value: string;
                /** @description Stable name of the rule that found it. */
                rule: string;
                /** @description UTF-16 offset. */
                start: number;
                /** @description UTF-16 offset, exclusive. */
                end: number;
            }[];
            missing: ("title" | "company")[];
        };
        /** @description A body for `POST /v1/listings`, once what is missing was added. The text is as it came: control characters, which no listing may hold, have to go first. */
        PostingDraft: {
            /** @constant */
            state: "draft";
            title?: string;
            /** @description The employer. */
            company?: {
                name: string;
            };
            /** @description The whole text. */
            description: {
                /** @constant */
                format: "text";
                value: string;
            };
            /** @description In order of appearance. */
            skills: string[];
            /** @enum {string} */
            workplaceType?: "onsite" | "hybrid" | "remote";
            /** @enum {string} */
            seniority?: "intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive";
            employmentTypes?: ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other")[];
        };
        /** @description The process serves. */
        Health: {
            /** @constant */
            status: "ok";
        };
        /** @description Searches can be answered. */
        ServiceReadiness: {
            /** @description Position of the published index it started from; null for a scan. */
            snapshot: string | null;
            /** @description Place in the log, opaque. */
            position: string;
            ageMs: number;
            listings: number;
            /** @description Changes since the snapshot. */
            tail: number;
        };
        /** @description How long, how many and how large anything may be. */
        Limits: {
            /** @description Of a listing: lengths in code points, the same everywhere. */
            listing: {
                /** @constant */
                title: 500;
                /** @constant */
                companyName: 255;
                /** @constant */
                description: 100000;
                /** @constant */
                summary: 1000;
                /** @constant */
                locations: 50;
                /** @constant */
                locationRaw: 500;
                /** @constant */
                locationPart: 255;
                /** @constant */
                applicantLocations: 50;
                /** @constant */
                category: 100;
                /** @constant */
                language: 35;
                /** @constant */
                requisitionId: 255;
                /** @constant */
                tags: 50;
                /** @constant */
                tag: 64;
                /** @constant */
                skills: 100;
                /** @constant */
                skill: 64;
                /** @constant */
                compensation: 10;
                /** @constant */
                compensationText: 255;
                /** @constant */
                url: 2000;
                /** @constant */
                email: 254;
                /** @constant */
                externalId: 2000;
                /** @constant */
                promotion: 1000;
                /** @constant */
                attributeKeys: 100;
                /** @constant */
                attributeValues: 100;
                /** @constant */
                attributeBytes: 51200;
                /** @constant */
                extraBytes: 51200;
                /** @constant */
                jsonDepth: 32;
                /** @constant */
                listingBytes: 262144;
            };
            /** @description Of a request: bytes, counts and milliseconds of this deployment. */
            request: {
                bodyBytes: number;
                importBytes: number;
                importDecodedBytes: number;
                importRows: number;
                importAnswerBytes: number;
                importsAtOnce: number;
                timeoutMs: number;
                importTimeoutMs: number;
                importTakingMs: number;
            };
        };
        /** @description What was done. */
        Maintenance: {
            /** @enum {string} */
            published: "published" | "current" | "lost";
            /** @description Snapshots deleted that nobody is offered any more. */
            pruned: number;
            /** @description Deleted of the log. */
            trimmed: {
                entries: number;
                tombstones: number;
            };
            /** @description Listings deleted that expired long ago. */
            expired: number;
            /** @description Whether everything was read. */
            swept: boolean;
            /** @description Place in the log, opaque. */
            position: string;
        };
        /** @description Whether the index says what the store holds. */
        Verification: {
            /** @description Place in the log, opaque. */
            position: string;
            listings: number;
            /** @description SHA-256 over content alone: equal boards have equal ones, on every store. */
            storeDigest: string;
            indexDigest: string;
            equal: boolean;
            /** @description The first 100 ids, unless equal. */
            differing?: string[];
        };
        /** @description What Google's rules for a JobPosting say of a listing. */
        Readiness: {
            /** @description Without a single error. */
            valid: boolean;
            /** @description Errors first. */
            problems: {
                code: string;
                /** @enum {string} */
                severity: "error" | "warning";
                /** @description JSON Pointer into the listing. */
                pointer: string;
                detail: string;
            }[];
        };
        /** @description An OpenAPI 3.1 document. */
        OpenApiDocument: {
            openapi: string;
            info: Record<string, never>;
            paths: Record<string, never>;
        };
        /** @description An error answer (RFC 9457). Act on `code`; `detail` is for people, and names the value and the limit. */
        Problem: {
            /** @description `/problems/` and the code. */
            type: string;
            /** @description The same for every problem of this code. */
            title: string;
            status: number;
            /** @description What is wrong with this request. */
            detail: string;
            code: components["schemas"]["ProblemCode"];
            /** @description Every fault that was found, in the order it was found; empty when there is nothing to point at. */
            errors: components["schemas"]["Fault"][];
        };
        /** @description Stable. Within v1 codes may be added: treat one that is unknown as its status says. */
        ProblemCode: ("invalid_json" | "invalid_body" | "invalid_parameter" | "invalid_id" | "invalid_cursor" | "unauthenticated" | "forbidden" | "not_found" | "method_not_allowed" | "conflict" | "gone" | "cursor_expired" | "precondition_failed" | "too_large" | "unsupported_media_type" | "idempotency_mismatch" | "precondition_required" | "rate_limited" | "unavailable" | "behind" | "publish_behind" | "overloaded" | "outcome_unknown") | string;
        /** @description One fault of a request, and at most one place that it is about. */
        Fault: {
            /** @description Finer than that of the problem, for example `required` or `too_large`. */
            code: string;
            detail: string;
            /** @description JSON Pointer (RFC 6901) into the body. */
            pointer?: string;
            /** @description Name of a parameter of the query or the path. */
            parameter?: string;
            /** @description Name of a request header. */
            header?: string;
        };
    };
    responses: {
        /** @description `invalid_parameter`: A parameter or header is not valid. `invalid_cursor`: The cursor is not valid. */
        "Problem.400.invalid_parameter.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unauthenticated`: Credentials are missing or not valid. */
        "Problem.401.unauthenticated": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "WWW-Authenticate": components["headers"]["WWW-Authenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `forbidden`: Not allowed. */
        "Problem.403.forbidden": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `cursor_expired`: The cursor has expired. */
        "Problem.410.cursor_expired": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `rate_limited`: Too many requests. */
        "Problem.429.rate_limited": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                "RateLimit-Policy": components["headers"]["RateLimit-Policy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Temporarily unavailable. `behind`: The index has not reached that position yet. `overloaded`: Overloaded. */
        "Problem.503.unavailable.behind.overloaded": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_json`: The body is not valid JSON. `invalid_body`: The body is not valid. `invalid_parameter`: A parameter or header is not valid. */
        "Problem.400.invalid_json.invalid_body.invalid_parameter": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `conflict`: Conflict with what is stored. */
        "Problem.409.conflict": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                Location: components["headers"]["Location"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `gone`: Deleted. */
        "Problem.410.gone": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `too_large`: Too large. */
        "Problem.413.too_large": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unsupported_media_type`: Unsupported media type. */
        "Problem.415.unsupported_media_type": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `idempotency_mismatch`: Idempotency-Key was used with another body. */
        "Problem.422.idempotency_mismatch": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Temporarily unavailable. `overloaded`: Overloaded. */
        "Problem.503.unavailable.overloaded": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `outcome_unknown`: The outcome is unknown. */
        "Problem.504.outcome_unknown": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_parameter`: A parameter or header is not valid. `invalid_id`: The id is not valid. */
        "Problem.400.invalid_parameter.invalid_id": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `not_found`: Not found. */
        "Problem.404.not_found": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_json`: The body is not valid JSON. `invalid_body`: The body is not valid. `invalid_parameter`: A parameter or header is not valid. `invalid_id`: The id is not valid. */
        "Problem.400.invalid_json.invalid_body.invalid_parameter.invalid_id": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `precondition_failed`: Precondition failed. */
        "Problem.412.precondition_failed": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                ETag: components["headers"]["ETag"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `precondition_required`: If-Match is required. */
        "Problem.428.precondition_required": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_parameter`: A parameter or header is not valid. */
        "Problem.400.invalid_parameter": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `unavailable`: Temporarily unavailable. `publish_behind`: Publishing has fallen behind. `overloaded`: Overloaded. */
        "Problem.503.unavailable.publish_behind.overloaded": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                "Retry-After": components["headers"]["Retry-After"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_body`: The body is not valid. `invalid_parameter`: A parameter or header is not valid. */
        "Problem.400.invalid_body.invalid_parameter": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `invalid_json`: The body is not valid JSON. `invalid_body`: The body is not valid. `invalid_parameter`: A parameter or header is not valid. `invalid_cursor`: The cursor is not valid. */
        "Problem.400.invalid_json.invalid_body.invalid_parameter.invalid_cursor": {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Methods and headers that work here. */
        Preflight: {
            headers: {
                "X-Request-Id": components["headers"]["X-Request-Id"];
                "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                "Cache-Control": components["headers"]["Cache-Control"];
                Allow: components["headers"]["Allow"];
                "Access-Control-Allow-Methods": components["headers"]["Access-Control-Allow-Methods"];
                "Access-Control-Allow-Headers": components["headers"]["Access-Control-Allow-Headers"];
                "Access-Control-Max-Age": components["headers"]["Access-Control-Max-Age"];
                [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        /** @description Items of a page at most. */
        limit: number;
        /** @description The `nextCursor` of the page before, exactly as it was given. */
        cursor: string;
        /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
        minPosition: string;
        /** @description `full` shows everything, to writers. */
        view: "public" | "full";
        /** @description Default `published`; others are for writers. Any of the values; repeat the parameter. */
        effectiveState: ("draft" | "scheduled" | "published" | "paused" | "filled" | "expired" | "archived")[];
        /**
         * @description The caller's name for this create, 1 to 255 printable ASCII characters, also in quotes; remembered for 30 days or more.
         * @example a4f1c0de-0001
         */
        "Idempotency-Key": string;
        /** @description Of the listing. In a search: only these. */
        id: string;
        /** @description `full` shows everything, to writers. */
        "getListing.view": "public" | "full";
        /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
        "If-None-Match": string;
        /**
         * @description Revisions that may be changed: an ETag of the full view or of a write, `"<revision>"`, a list of them, or `*`. Only the revision counts. A public ETag (`"p…"`) never matches.
         * @example "12-published"
         */
        "If-Match": string;
        /** @description `true`: what Google's rules for a JobPosting say of the listing, instead of the posting. */
        report: "true" | "false";
        /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
        source: string;
        /**
         * @description The source's own id of the listing: one line.
         * @example 4711
         */
        externalId: string;
        /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
        "importListings.source": string;
        /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
        company: string;
        /** @description The rows are those of a job board's public answer, or of JSON-LD documents. */
        format: "greenhouse" | "lever" | "ashby" | "jsonld";
        /** @description `true`: says what would happen, and writes nothing. */
        dryRun: "true" | "false";
        /** @description `upsert` (default) creates and replaces; `retain` archives what is no longer named. */
        mode: "upsert" | "retain";
        /** @description Most of the source's published listings that `mode=retain` may archive, in percent; nothing else archives. */
        maxArchivedPercent: number;
        /** @description `gzip` or `identity`; the decoded size is limited too. */
        "Content-Encoding": "gzip" | "identity";
        /** @description Items of a page at most. */
        "exportListings.limit": number;
        /** @description Any of the values; repeat the parameter. */
        workplaceType: ("onsite" | "hybrid" | "remote")[];
        /** @description Any of the values; repeat the parameter. */
        employmentType: ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other")[];
        /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
        "search.company": string[];
        /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
        country: string[];
        /** @description Any of the values; repeat the parameter. */
        region: string[];
        /** @description Any of the values; repeat the parameter. */
        city: string[];
        /** @description Any of the values; repeat the parameter. */
        tag: string[];
        /** @description Any of the values; repeat the parameter. */
        skill: string[];
        /** @description Any of the values; repeat the parameter. */
        seniority: ("intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive")[];
        /** @description Any of the values; repeat the parameter. */
        category: string[];
        /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
        language: string[];
        /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
        "search.source": string[];
        /** @description By whether Google's rules for a JobPosting are kept. */
        jsonld: "valid" | "invalid";
        /** @description All of the values; repeat the parameter. */
        tagAll: string[];
        /** @description All of the values; repeat the parameter. */
        skillAll: string[];
        /** @description Where applicants may live. Any of the values; repeat the parameter. */
        applicantCountry: string[];
        /** @description Yearly pay that overlaps; needs `currency`. */
        salaryMin: number;
        /** @description Yearly pay that overlaps; needs `currency`. */
        salaryMax: number;
        /** @description ISO 4217. Amounts in other currencies count as unknown. */
        currency: string;
        /** @description `true`: listings without a known salary pass too. */
        includeUnknownSalary: boolean;
        /**
         * @description `lat,lng` in degrees.
         * @example 52.52,13.405
         */
        near: string;
        /** @description Distance to the nearest place of a listing at most; needs `near`. */
        radiusKm: number;
        /**
         * @description Days or hours.
         * @example 7d
         */
        postedWithin: string;
        /**
         * @description An instant or a date.
         * @example 2026-01-01
         */
        postedAfter: string;
        /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
        attribute: string[];
        /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
        number: string[];
        /** @description Of the listing. In a search: only these. */
        "search.id": string[];
        /** @description Not these; repeat the parameter. */
        excludeId: string[];
        /**
         * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
         * @example backend engineer
         */
        q: string;
        /** @description `off`: words as they are spelt. */
        typo: "auto" | "off";
        /** @description Of nearly equal listings of a company the one that ranks first. */
        collapse: "duplicates";
        /**
         * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
         * @example [
         *       "tag:20"
         *     ]
         */
        facet: string[];
        /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
        sort: "relevance" | "newest" | "salary" | "distance";
        /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
        page: number;
        /** @description `true`: where the words stand in a hit. */
        highlight: boolean;
        /** @description `true`: what each score is made of. */
        explain: boolean;
        /** @description Says why that listing is in the result, or is not. */
        explainId: string;
        /**
         * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
         * @example backend engineer
         */
        "suggest.q": string;
        /** @description Kinds of values; default all. Any of the values; repeat the parameter. */
        kind: ("company" | "location" | "tag" | "title")[];
        /** @description Items of a page at most. */
        "suggest.limit": number;
        /** @description Number of one of several sitemaps; the index names them. */
        part: number;
        /** @description `listing` adds the listing as each change left it. */
        include: "listing";
    };
    requestBodies: never;
    headers: {
        /** @description Names the request, for reports: the caller's own if it sent a sane one. */
        "X-Request-Id": string;
        /** @description Browsers must not guess what a body is. */
        "X-Content-Type-Options": "nosniff";
        /** @description Pages of any origin may read the answer; credentials of a browser are never used. */
        "Access-Control-Allow-Origin": "*";
        /** @description Headers that such a page may read. */
        "Access-Control-Expose-Headers": string;
        /**
         * @description Anonymous reads may be kept for a minute at most, and never past the moment at which time alone changes them; everything else is `no-store`.
         * @example public, max-age=60
         */
        "Cache-Control": string;
        /**
         * @description Of a listing: `"p<revision>-<effectiveState>"` in the public view, `"<revision>-<effectiveState>"` in the full one. Of a search: weak, and equal as long as the results are.
         * @example "12-published"
         */
        ETag: string;
        /** @description Path of the listing: of the one that was created, or of the one that has the same source already. */
        Location: string;
        /**
         * @description Place in the log. Of a write: give it to a search as `minPosition`, and the answer includes the write.
         * @example k3v9p0c1xz-42
         */
        "Rolecall-Position": string;
        /** @description What the write did. */
        "Rolecall-Action": "created" | "updated" | "unchanged";
        /** @description The listing was created by an earlier request with the same key and body. */
        "Idempotent-Replayed": "true";
        /** @description Milliseconds since the index was last known to be current. */
        "Rolecall-Age-Ms": number;
        /** @description Whether the index could not be brought up to date in time. */
        "Rolecall-Stale": "true" | "false";
        /**
         * @description Seconds after which the same request may be sent again: nothing was applied, or repeating it is safe.
         * @example 1
         */
        "Retry-After": number;
        /**
         * @description The rate that was exceeded: whose (`address`, `key` or `credentials`), requests, and seconds they are for.
         * @example "address";q=200;w=2
         */
        "RateLimit-Policy": string;
        /**
         * @description What is left of that rate, and the seconds until there is more.
         * @example "address";r=0;t=1
         */
        RateLimit: string;
        /**
         * @description Which credentials are asked for.
         * @example Bearer realm="rolecall"
         */
        "WWW-Authenticate": string;
        /** @description The next page of the feed. */
        Link: string;
        /**
         * @description Methods that work on this path.
         * @example GET, HEAD, OPTIONS
         */
        Allow: string;
        /** @description Methods that a page of another origin may use. */
        "Access-Control-Allow-Methods": string;
        /** @description Request headers that such a page may send. */
        "Access-Control-Allow-Headers": string;
        /** @description Seconds for which a browser may remember this. */
        "Access-Control-Max-Age": 86400;
        /** @description What the page may load: nothing but its own style. */
        "Content-Security-Policy": string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listListings: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Default `published`; others are for writers. Any of the values; repeat the parameter. */
                effectiveState?: components["parameters"]["effectiveState"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListingPage"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    createListing: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description The caller's name for this create, 1 to 255 printable ASCII characters, also in quotes; remembered for 30 days or more.
                 * @example a4f1c0de-0001
                 */
                "Idempotency-Key"?: components["parameters"]["Idempotency-Key"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListingInput"];
            };
        };
        responses: {
            /** @description Created, or found again by its key. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    Location: components["headers"]["Location"];
                    "Rolecall-Action": components["headers"]["Rolecall-Action"];
                    "Idempotent-Replayed": components["headers"]["Idempotent-Replayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            400: components["responses"]["Problem.400.invalid_json.invalid_body.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            409: components["responses"]["Problem.409.conflict"];
            410: components["responses"]["Problem.410.gone"];
            413: components["responses"]["Problem.413.too_large"];
            415: components["responses"]["Problem.415.unsupported_media_type"];
            422: components["responses"]["Problem.422.idempotency_mismatch"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    preflightListListings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headListListings: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Default `published`; others are for writers. Any of the values; repeat the parameter. */
                effectiveState?: components["parameters"]["effectiveState"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    getListing: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    replaceListing: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Revisions that may be changed: an ETag of the full view or of a write, `"<revision>"`, a list of them, or `*`. Only the revision counts. A public ETag (`"p…"`) never matches.
                 * @example "12-published"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListingInput"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Action": components["headers"]["Rolecall-Action"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            400: components["responses"]["Problem.400.invalid_json.invalid_body.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            412: components["responses"]["Problem.412.precondition_failed"];
            413: components["responses"]["Problem.413.too_large"];
            415: components["responses"]["Problem.415.unsupported_media_type"];
            428: components["responses"]["Problem.428.precondition_required"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    deleteListing: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Revisions that may be changed: an ETag of the full view or of a write, `"<revision>"`, a list of them, or `*`. Only the revision counts. A public ETag (`"p…"`) never matches.
                 * @example "12-published"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted, now or before. Without an ETag: this board has never had it. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            412: components["responses"]["Problem.412.precondition_failed"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    preflightGetListing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetListing: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    patchListing: {
        parameters: {
            query?: never;
            header?: {
                /**
                 * @description Revisions that may be changed: an ETag of the full view or of a write, `"<revision>"`, a list of them, or `*`. Only the revision counts. A public ETag (`"p…"`) never matches.
                 * @example "12-published"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/merge-patch+json": components["schemas"]["ListingPatch"];
                "application/json": components["schemas"]["ListingPatch"];
            };
        };
        responses: {
            /** @description As it is now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Action": components["headers"]["Rolecall-Action"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            400: components["responses"]["Problem.400.invalid_json.invalid_body.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            412: components["responses"]["Problem.412.precondition_failed"];
            413: components["responses"]["Problem.413.too_large"];
            415: components["responses"]["Problem.415.unsupported_media_type"];
            428: components["responses"]["Problem.428.precondition_required"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    getListingMarkdown: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "text/markdown": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightGetListingMarkdown: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetListingMarkdown: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    getListingJsonLd: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
                /** @description `true`: what Google's rules for a JobPosting say of the listing, instead of the posting. */
                report?: components["parameters"]["report"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/ld+json": Record<string, never>;
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightGetListingJsonLd: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetListingJsonLd: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
                /** @description `true`: what Google's rules for a JobPosting say of the listing, instead of the posting. */
                report?: components["parameters"]["report"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    getListingPage: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Content-Security-Policy": components["headers"]["Content-Security-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightGetListingPage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetListingPage: {
        parameters: {
            query?: {
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Of the listing. In a search: only these. */
                id: components["parameters"]["id"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Content-Security-Policy": components["headers"]["Content-Security-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_id"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    getSourceListing: {
        parameters: {
            query: {
                /**
                 * @description The source's own id of the listing: one line.
                 * @example 4711
                 */
                externalId: components["parameters"]["externalId"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    putSourceListing: {
        parameters: {
            query: {
                /**
                 * @description The source's own id of the listing: one line.
                 * @example 4711
                 */
                externalId: components["parameters"]["externalId"];
            };
            header?: {
                /**
                 * @description Revisions that may be changed: an ETag of the full view or of a write, `"<revision>"`, a list of them, or `*`. Only the revision counts. A public ETag (`"p…"`) never matches.
                 * @example "12-published"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ListingInput"];
                "text/markdown": string;
            };
        };
        responses: {
            /** @description Changed, or as it was. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Action": components["headers"]["Rolecall-Action"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            /** @description Created. */
            201: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    Location: components["headers"]["Location"];
                    "Rolecall-Action": components["headers"]["Rolecall-Action"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Listing"];
                };
            };
            400: components["responses"]["Problem.400.invalid_json.invalid_body.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            412: components["responses"]["Problem.412.precondition_failed"];
            413: components["responses"]["Problem.413.too_large"];
            415: components["responses"]["Problem.415.unsupported_media_type"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    deleteSourceListing: {
        parameters: {
            query: {
                /**
                 * @description The source's own id of the listing: one line.
                 * @example 4711
                 */
                externalId: components["parameters"]["externalId"];
            };
            header?: {
                /**
                 * @description Revisions that may be changed: an ETag of the full view or of a write, `"<revision>"`, a list of them, or `*`. Only the revision counts. A public ETag (`"p…"`) never matches.
                 * @example "12-published"
                 */
                "If-Match"?: components["parameters"]["If-Match"];
            };
            path: {
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Deleted, now or before. Without an ETag: this board has never had it. */
            204: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            412: components["responses"]["Problem.412.precondition_failed"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    preflightGetSourceListing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetSourceListing: {
        parameters: {
            query: {
                /**
                 * @description The source's own id of the listing: one line.
                 * @example 4711
                 */
                externalId: components["parameters"]["externalId"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["getListing.view"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path: {
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source: components["parameters"]["source"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The listing as it is stored now. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.gone"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    importListings: {
        parameters: {
            query?: {
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["importListings.source"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["company"];
                /** @description The rows are those of a job board's public answer, or of JSON-LD documents. */
                format?: components["parameters"]["format"];
                /** @description `true`: says what would happen, and writes nothing. */
                dryRun?: components["parameters"]["dryRun"];
                /** @description `upsert` (default) creates and replaces; `retain` archives what is no longer named. */
                mode?: components["parameters"]["mode"];
                /** @description Most of the source's published listings that `mode=retain` may archive, in percent; nothing else archives. */
                maxArchivedPercent?: components["parameters"]["maxArchivedPercent"];
            };
            header?: {
                /** @description `gzip` or `identity`; the decoded size is limited too. */
                "Content-Encoding"?: components["parameters"]["Content-Encoding"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/x-ndjson": string;
                "application/json": components["schemas"]["ListingInput"][];
                "text/csv": string;
                "text/markdown": string;
                "application/zip": string;
                "application/gzip": string;
            };
        };
        responses: {
            /** @description One result a line, then the summary. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["Problem.400.invalid_json.invalid_body.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            409: components["responses"]["Problem.409.conflict"];
            413: components["responses"]["Problem.413.too_large"];
            415: components["responses"]["Problem.415.unsupported_media_type"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.publish_behind.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    preflightImportListings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    exportListings: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page at most. */
                limit?: components["parameters"]["exportListings.limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExportPage"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightExportListings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headExportListings: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page at most. */
                limit?: components["parameters"]["exportListings.limit"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    parsePosting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/plain": string;
            };
        };
        responses: {
            /** @description The draft. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParsedPosting"];
                };
            };
            400: components["responses"]["Problem.400.invalid_body.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            413: components["responses"]["Problem.413.too_large"];
            415: components["responses"]["Problem.415.unsupported_media_type"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightParsePosting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    search: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    searchByBody: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Items of a page at most. */
                    limit?: number | null;
                    /** @description The `nextCursor` of the page before, exactly as it was given. */
                    cursor?: string | null;
                    /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                    minPosition?: string | null;
                    /** @description `full` shows everything, to writers. */
                    view?: ("public" | "full") | null;
                    /** @description Any of the values; repeat the parameter. */
                    workplaceType?: ("onsite" | "hybrid" | "remote") | ("onsite" | "hybrid" | "remote")[] | null;
                    /** @description Any of the values; repeat the parameter. */
                    employmentType?: ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other") | ("full_time" | "part_time" | "contractor" | "temporary" | "intern" | "volunteer" | "per_diem" | "other")[] | null;
                    /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                    company?: string | string[] | null;
                    /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                    country?: string | string[] | null;
                    /** @description Any of the values; repeat the parameter. */
                    region?: string | string[] | null;
                    /** @description Any of the values; repeat the parameter. */
                    city?: string | string[] | null;
                    /** @description Any of the values; repeat the parameter. */
                    tag?: string | string[] | null;
                    /** @description Any of the values; repeat the parameter. */
                    skill?: string | string[] | null;
                    /** @description Any of the values; repeat the parameter. */
                    seniority?: ("intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive") | ("intern" | "entry" | "mid" | "senior" | "lead" | "principal" | "manager" | "director" | "executive")[] | null;
                    /** @description Any of the values; repeat the parameter. */
                    category?: string | string[] | null;
                    /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                    language?: string | string[] | null;
                    /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                    source?: string | string[] | null;
                    /** @description By whether Google's rules for a JobPosting are kept. */
                    jsonld?: ("valid" | "invalid") | null;
                    /** @description All of the values; repeat the parameter. */
                    tagAll?: string | string[] | null;
                    /** @description All of the values; repeat the parameter. */
                    skillAll?: string | string[] | null;
                    /** @description Where applicants may live. Any of the values; repeat the parameter. */
                    applicantCountry?: string | string[] | null;
                    /** @description Yearly pay that overlaps; needs `currency`. */
                    salaryMin?: number | string | null;
                    /** @description Yearly pay that overlaps; needs `currency`. */
                    salaryMax?: number | string | null;
                    /** @description ISO 4217. Amounts in other currencies count as unknown. */
                    currency?: string | null;
                    /** @description `true`: listings without a known salary pass too. */
                    includeUnknownSalary?: boolean | null;
                    /** @description `lat,lng` in degrees. */
                    near?: string | null;
                    /** @description Distance to the nearest place of a listing at most; needs `near`. */
                    radiusKm?: number | string | null;
                    /** @description Days or hours. */
                    postedWithin?: string | null;
                    /** @description An instant or a date. */
                    postedAfter?: string | null;
                    /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                    attribute?: string | string[] | null;
                    /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                    number?: string | string[] | null;
                    /** @description Of the listing. In a search: only these. */
                    id?: string | string[] | null;
                    /** @description Not these; repeat the parameter. */
                    excludeId?: string | string[] | null;
                    /** @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8. */
                    q?: string | null;
                    /** @description `off`: words as they are spelt. */
                    typo?: ("auto" | "off") | null;
                    /** @description Of nearly equal listings of a company the one that ranks first. */
                    collapse?: "duplicates" | null;
                    /** @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter. */
                    facet?: string | string[] | null;
                    /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                    sort?: ("relevance" | "newest" | "salary" | "distance") | null;
                    /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                    page?: number | null;
                    /** @description `true`: where the words stand in a hit. */
                    highlight?: boolean | null;
                    /** @description `true`: what each score is made of. */
                    explain?: boolean | null;
                    /** @description Says why that listing is in the result, or is not. */
                    explainId?: string | null;
                };
            };
        };
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchAnswer"];
                };
            };
            400: components["responses"]["Problem.400.invalid_json.invalid_body.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.cursor_expired"];
            413: components["responses"]["Problem.413.too_large"];
            415: components["responses"]["Problem.415.unsupported_media_type"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightSearch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headSearch: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was found. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            404: components["responses"]["Problem.404.not_found"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    suggest: {
        parameters: {
            query: {
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q: components["parameters"]["suggest.q"];
                /** @description Kinds of values; default all. Any of the values; repeat the parameter. */
                kind?: components["parameters"]["kind"];
                /** @description Items of a page at most. */
                limit?: components["parameters"]["suggest.limit"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Values. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suggestions"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightSuggest: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headSuggest: {
        parameters: {
            query: {
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q: components["parameters"]["suggest.q"];
                /** @description Kinds of values; default all. Any of the values; repeat the parameter. */
                kind?: components["parameters"]["kind"];
                /** @description Items of a page at most. */
                limit?: components["parameters"]["suggest.limit"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Values. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    getRssFeed: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/rss+xml": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightGetRssFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetRssFeed: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    getJsonFeed: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/feed+json": Record<string, never>;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightGetJsonFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetJsonFeed: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    getXmlFeed: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightGetXmlFeed: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetXmlFeed: {
        parameters: {
            query?: {
                /** @description Items of a page at most. */
                limit?: components["parameters"]["limit"];
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description A `Rolecall-Position` that the answer must include; else 503 `behind`. */
                minPosition?: components["parameters"]["minPosition"];
                /** @description `full` shows everything, to writers. */
                view?: components["parameters"]["view"];
                /** @description Any of the values; repeat the parameter. */
                workplaceType?: components["parameters"]["workplaceType"];
                /** @description Any of the values; repeat the parameter. */
                employmentType?: components["parameters"]["employmentType"];
                /** @description Name of the company. In an import: of rows that name none. Any of the values; repeat the parameter. */
                company?: components["parameters"]["search.company"];
                /** @description ISO 3166-1 alpha-2. Country, region and city must hold for the same place. Any of the values; repeat the parameter. */
                country?: components["parameters"]["country"];
                /** @description Any of the values; repeat the parameter. */
                region?: components["parameters"]["region"];
                /** @description Any of the values; repeat the parameter. */
                city?: components["parameters"]["city"];
                /** @description Any of the values; repeat the parameter. */
                tag?: components["parameters"]["tag"];
                /** @description Any of the values; repeat the parameter. */
                skill?: components["parameters"]["skill"];
                /** @description Any of the values; repeat the parameter. */
                seniority?: components["parameters"]["seniority"];
                /** @description Any of the values; repeat the parameter. */
                category?: components["parameters"]["category"];
                /** @description `en` also finds `en-GB`. Any of the values; repeat the parameter. */
                language?: components["parameters"]["language"];
                /** @description Name of a source. In an import: for rows that name none. As a filter: any of the values. */
                source?: components["parameters"]["search.source"];
                /** @description By whether Google's rules for a JobPosting are kept. */
                jsonld?: components["parameters"]["jsonld"];
                /** @description All of the values; repeat the parameter. */
                tagAll?: components["parameters"]["tagAll"];
                /** @description All of the values; repeat the parameter. */
                skillAll?: components["parameters"]["skillAll"];
                /** @description Where applicants may live. Any of the values; repeat the parameter. */
                applicantCountry?: components["parameters"]["applicantCountry"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMin?: components["parameters"]["salaryMin"];
                /** @description Yearly pay that overlaps; needs `currency`. */
                salaryMax?: components["parameters"]["salaryMax"];
                /** @description ISO 4217. Amounts in other currencies count as unknown. */
                currency?: components["parameters"]["currency"];
                /** @description `true`: listings without a known salary pass too. */
                includeUnknownSalary?: components["parameters"]["includeUnknownSalary"];
                /**
                 * @description `lat,lng` in degrees.
                 * @example 52.52,13.405
                 */
                near?: components["parameters"]["near"];
                /** @description Distance to the nearest place of a listing at most; needs `near`. */
                radiusKm?: components["parameters"]["radiusKm"];
                /**
                 * @description Days or hours.
                 * @example 7d
                 */
                postedWithin?: components["parameters"]["postedWithin"];
                /**
                 * @description An instant or a date.
                 * @example 2026-01-01
                 */
                postedAfter?: components["parameters"]["postedAfter"];
                /** @description `key:value` of the board's own fields. Any of the values; repeat the parameter. */
                attribute?: components["parameters"]["attribute"];
                /** @description `key:min..max` of the board's own numbers; an end may be left out. Any of the values; repeat the parameter. */
                number?: components["parameters"]["number"];
                /** @description Of the listing. In a search: only these. */
                id?: components["parameters"]["search.id"];
                /** @description Not these; repeat the parameter. */
                excludeId?: components["parameters"]["excludeId"];
                /**
                 * @description All words must be there: `"a phrase"`, `-without`, `a OR b`, `title:word` (also `company` `location` `tag` `skill` `body`); the last word may be unfinished. At most 512 bytes of UTF-8.
                 * @example backend engineer
                 */
                q?: components["parameters"]["q"];
                /** @description `off`: words as they are spelt. */
                typo?: components["parameters"]["typo"];
                /** @description Of nearly equal listings of a company the one that ranks first. */
                collapse?: components["parameters"]["collapse"];
                /**
                 * @description A filter's name, `salary`, `posted` or `attribute.key`, with a size behind a colon if wanted; repeat the parameter.
                 * @example [
                 *       "tag:20"
                 *     ]
                 */
                facet?: components["parameters"]["facet"];
                /** @description Default: `relevance` with `q`, else `newest`. `salary` needs `currency`, `distance` needs `near`. */
                sort?: components["parameters"]["sort"];
                /** @description From 1; `page` × `limit` is 1,000 at most. Not with `cursor`. */
                page?: components["parameters"]["page"];
                /** @description `true`: where the words stand in a hit. */
                highlight?: components["parameters"]["highlight"];
                /** @description `true`: what each score is made of. */
                explain?: components["parameters"]["explain"];
                /** @description Says why that listing is in the result, or is not. */
                explainId?: components["parameters"]["explainId"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The feed. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    getSitemap: {
        parameters: {
            query?: {
                /** @description Number of one of several sitemaps; the index names them. */
                part?: components["parameters"]["part"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sitemap. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content: {
                    "application/xml": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            404: components["responses"]["Problem.404.not_found"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightGetSitemap: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetSitemap: {
        parameters: {
            query?: {
                /** @description Number of one of several sitemaps; the index names them. */
                part?: components["parameters"]["part"];
            };
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The sitemap. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Rolecall-Position": components["headers"]["Rolecall-Position"];
                    "Rolecall-Age-Ms": components["headers"]["Rolecall-Age-Ms"];
                    "Rolecall-Stale": components["headers"]["Rolecall-Stale"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            404: components["responses"]["Problem.404.not_found"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page at most. */
                limit?: components["parameters"]["exportListings.limit"];
                /** @description `listing` adds the listing as each change left it. */
                include?: components["parameters"]["include"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightListChanges: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headListChanges: {
        parameters: {
            query?: {
                /** @description The `nextCursor` of the page before, exactly as it was given. */
                cursor?: components["parameters"]["cursor"];
                /** @description Items of a page at most. */
                limit?: components["parameters"]["exportListings.limit"];
                /** @description `listing` adds the listing as each change left it. */
                include?: components["parameters"]["include"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter.invalid_cursor"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            410: components["responses"]["Problem.410.cursor_expired"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    maintain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description What was done. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Maintenance"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
            504: components["responses"]["Problem.504.outcome_unknown"];
        };
    };
    preflightMaintain: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    verify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The comparison. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightVerify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headVerify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The comparison. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            403: components["responses"]["Problem.403.forbidden"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceReadiness"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    preflightGetReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description They can. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.behind.overloaded"];
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
        };
    };
    preflightGetHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It does. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
        };
    };
    getLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limits. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limits"];
                };
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightGetLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetLimits: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limits. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    getOpenApiDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OpenApiDocument"];
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightGetOpenApiDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetOpenApiDocument: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    getDocumentationPage: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Content-Security-Policy": components["headers"]["Content-Security-Policy"];
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Content-Security-Policy": components["headers"]["Content-Security-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
    preflightGetDocumentationPage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: components["responses"]["Preflight"];
        };
    };
    headGetDocumentationPage: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETags that the caller has; 304 when one of them is current. `W/` is ignored. */
                "If-None-Match"?: components["parameters"]["If-None-Match"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The page. */
            200: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Content-Security-Policy": components["headers"]["Content-Security-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The caller has it already. */
            304: {
                headers: {
                    "X-Request-Id": components["headers"]["X-Request-Id"];
                    "X-Content-Type-Options": components["headers"]["X-Content-Type-Options"];
                    "Access-Control-Allow-Origin": components["headers"]["Access-Control-Allow-Origin"];
                    "Access-Control-Expose-Headers": components["headers"]["Access-Control-Expose-Headers"];
                    "Cache-Control": components["headers"]["Cache-Control"];
                    ETag: components["headers"]["ETag"];
                    "Content-Security-Policy": components["headers"]["Content-Security-Policy"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["Problem.400.invalid_parameter"];
            401: components["responses"]["Problem.401.unauthenticated"];
            429: components["responses"]["Problem.429.rate_limited"];
            503: components["responses"]["Problem.503.unavailable.overloaded"];
        };
    };
}
